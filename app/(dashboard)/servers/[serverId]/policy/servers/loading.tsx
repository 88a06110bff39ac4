import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Servers of a policy" />
      <TableSkeleton rows={3} columns={['w-44', 'w-16', 'w-56']} />
    </Page>
  )
}
