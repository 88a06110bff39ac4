import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Activity" />
      <Skeleton className="mb-4 h-8 w-96 max-w-full" />
      <TableSkeleton rows={10} columns={['w-16', 'w-44', 'w-24', 'w-28', 'w-16', 'w-40']} />
    </Page>
  )
}
