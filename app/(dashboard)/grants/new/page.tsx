import { Server as ServerIcon } from 'lucide-react'
import type { Metadata } from 'next'
import { GrantForm } from '#components/grants/grant-form.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { defaultLabel } from '#lib/first-run/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { hasRole } from '#lib/role.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { createGrantAction, enableGrantUrlAction } from '../actions.ts'
import { grantableServers } from '../grantable.ts'

export const metadata: Metadata = { title: 'Create grant' }

export default async function NewGrantPage({ searchParams }: { searchParams: SearchParams }) {
  const member = await requireMember()
  const { server } = await searchParams
  return (
    <Page narrow>
      <PageHeader
        title="Create grant"
        breadcrumb={[{ label: 'Grants', href: '/grants' }]}
        description="One agent’s access: a token, its servers, and the policy for each."
      />
      {hasRole(member, 'admin') ? (
        <NewGrant member={member} preselected={one(server) ?? null} />
      ) : (
        <NeedsRole who="an admin" to="create a grant" />
      )}
    </Page>
  )
}

async function NewGrant({ member, preselected }: { member: Member; preselected: string | null }) {
  const [servers, grants] = await Promise.all([grantableServers(member), listGrants(member)])
  if (servers.length === 0) {
    return (
      <EmptyState
        icon={<ServerIcon />}
        title="There is no server to grant"
        action={
          <LinkButton href="/servers/new" variant="primary">
            Register server
          </LinkButton>
        }
      >
        Register one first; the grant then opens it.
      </EmptyState>
    )
  }
  return (
    <GrantForm
      servers={servers}
      defaultLabel={defaultLabel(grants.length)}
      preselected={preselected}
      create={createGrantAction}
      enableUrl={enableGrantUrlAction}
    />
  )
}
