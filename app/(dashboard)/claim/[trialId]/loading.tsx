import { Page } from '#components/shell/page.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page narrow>
      <div role="status" aria-label="Loading" className="flex flex-col gap-6 pt-10">
        <Skeleton className="h-8 w-72" />
        <Skeleton className="h-32" />
        <Skeleton className="h-8 w-44" />
      </div>
    </Page>
  )
}
