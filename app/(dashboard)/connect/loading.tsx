import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Connect" breadcrumb={[{ label: 'Grants', href: '/grants' }]} />
      <div role="status" aria-label="Loading" className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-20" />
          <Skeleton className="h-9" />
          <Skeleton className="h-48" />
        </div>
        <Skeleton className="h-40" />
      </div>
    </Page>
  )
}
