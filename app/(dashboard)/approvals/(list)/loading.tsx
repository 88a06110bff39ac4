import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page narrow>
      <PageHeader title="Approvals" />
      <Skeleton className="mb-5 h-9 w-64" />
      <TableSkeleton rows={4} columns={['w-40', 'w-20', 'w-24']} />
    </Page>
  )
}
