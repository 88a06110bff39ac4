import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Usage" />
      <div className="flex flex-col gap-8">
        <Skeleton className="h-8 w-96 max-w-full" />
        <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
        </div>
        <Skeleton className="h-72" />
        <TableSkeleton columns={['w-44', 'w-16', 'w-16', 'w-16']} />
      </div>
    </Page>
  )
}
