import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page narrow>
      <PageHeader title="Create grant" breadcrumb={[{ label: 'Grants', href: '/grants' }]} />
      <div role="status" aria-label="Loading" className="flex flex-col gap-6">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
        <Skeleton className="h-8 w-36" />
      </div>
    </Page>
  )
}
