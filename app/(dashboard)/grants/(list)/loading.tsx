import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Grants" />
      <TableSkeleton columns={['w-40', 'w-52', 'w-16', 'w-20']} />
    </Page>
  )
}
