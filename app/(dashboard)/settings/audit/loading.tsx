import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Audit" breadcrumb={[{ label: 'Settings', href: '/settings' }]} />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-8" />
        <TableSkeleton rows={8} columns={['w-64', 'w-40']} />
      </div>
    </Page>
  )
}
