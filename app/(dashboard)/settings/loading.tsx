import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-10">
        <Skeleton className="h-8" />
        <TableSkeleton rows={2} columns={['w-48', 'w-20', 'w-20']} />
        <TableSkeleton rows={2} columns={['w-48', 'w-40', 'w-20']} />
      </div>
    </Page>
  )
}
