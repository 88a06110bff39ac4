import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Overview" />
      <div className="mb-6 grid grid-cols-2 gap-3 xl:grid-cols-4">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <TableSkeleton columns={['w-16', 'w-44', 'w-24', 'w-16', 'w-40']} />
    </Page>
  )
}
