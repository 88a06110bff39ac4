import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Servers" />
      <TableSkeleton columns={['w-48', 'w-16', 'w-10', 'w-24', 'w-28']} />
    </Page>
  )
}
