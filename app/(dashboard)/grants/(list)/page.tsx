import { KeyRound, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { GrantsTable } from '#components/grants/grants-table.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { WithheldLink } from '#components/ui/withheld-link.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { obstacle } from '#lib/role.ts'
import { listHoldingStops } from '#lib/stops/index.ts'

export const metadata: Metadata = { title: 'Grants' }

export default async function GrantsPage() {
  const member = await requireMember()
  const [grants, stops] = await Promise.all([listGrants(member), listHoldingStops(member)])
  const create = (
    <WithheldLink href="/grants/new" variant="primary" reason={obstacle(member, 'grants.manage')}>
      <Plus aria-hidden />
      Create grant
    </WithheldLink>
  )
  return (
    <Page>
      <PageHeader title="Grants" actions={grants.length > 0 ? create : null} />
      {grants.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No grants yet" action={create}>
          A grant gives one agent a token, its servers, and the policy that its calls are judged by.
        </EmptyState>
      ) : (
        <GrantsTable grants={grants} now={Date.now()} stops={stops} />
      )}
    </Page>
  )
}
