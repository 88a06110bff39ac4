import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Baseline" breadcrumb={[{ label: 'Inventory', href: '/inventory' }]} />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-72" />
        <Skeleton className="h-8 w-40" />
      </div>
    </Page>
  )
}
