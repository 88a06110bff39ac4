import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Inventory" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-8 w-full max-w-3xl" />
        <TableSkeleton rows={10} columns={['w-44', 'w-24', 'w-64', 'w-20']} />
      </div>
    </Page>
  )
}
