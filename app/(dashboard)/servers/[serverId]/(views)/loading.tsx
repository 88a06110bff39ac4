import { Page } from '#components/shell/page.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <div className="flex flex-col gap-3 pt-6 pb-5">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-4 w-72" />
      </div>
      <div className="mb-5 flex h-9 items-center gap-4 border-line border-b">
        <Skeleton className="h-4 w-14" />
        <Skeleton className="h-4 w-14" />
        <Skeleton className="h-4 w-14" />
      </div>
      <TableSkeleton columns={['w-56', 'w-20', 'w-16']} rows={8} />
    </Page>
  )
}
