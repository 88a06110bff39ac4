import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Members" breadcrumb={[{ label: 'Settings', href: '/settings' }]} />
      <div className="flex flex-col gap-10">
        <TableSkeleton rows={3} columns={['w-48', 'w-24', 'w-20']} />
        <Skeleton className="h-8" />
        <TableSkeleton rows={2} columns={['w-48', 'w-20', 'w-20']} />
      </div>
    </Page>
  )
}
