import { Page } from '#components/shell/page.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page narrow>
      <div role="status" aria-label="Loading" className="flex flex-col gap-3 pt-6">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-7 w-64" />
        <Skeleton className="mt-4 h-40" />
        <Skeleton className="mt-4 h-10" />
        <Skeleton className="h-10" />
      </div>
    </Page>
  )
}
