import type { Metadata } from 'next'
import { RegisterServer } from '#components/servers/register-server.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { hasRole } from '#lib/role.ts'
import { getTrialSummary } from '#lib/trials/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { guardServerAction } from '../../connect/actions.ts'
import { registerConnectorAction } from './actions.ts'

export const metadata: Metadata = { title: 'Register server' }

type NewServerPageProps = { searchParams: SearchParams }

/** `?trial=` a draft of this member's that waits for its server. */
export default async function NewServerPage({ searchParams }: NewServerPageProps) {
  const member = await requireMember()
  const waiting = await waitingTrial(member, one((await searchParams).trial))
  return (
    <Page narrow>
      <PageHeader
        title="Register server"
        breadcrumb={[{ label: 'Servers', href: '/servers' }]}
        description="Its tools are read once, rated by what they can do, and pinned as they are now."
      />
      {hasRole(member, 'admin') ? (
        <RegisterServer
          streamUrl="/servers/new/stream"
          privateAllowed={env().allowPrivateUpstreams}
          origin={env().appUrl}
          registerConnector={registerConnectorAction}
          guardServer={guardServerAction}
          waiting={waiting}
        />
      ) : (
        <NeedsRole who="an admin" to="register a server" />
      )}
    </Page>
  )
}

/** What the form begins with: of a draft that this very member has claimed and that has no server yet. */
async function waitingTrial(member: Member, id: string | undefined) {
  if (id === undefined) return null
  try {
    const { name, url, urlWhole, claim } = await getTrialSummary(id)
    const isOwn = claim?.organisationId === member.organisation.id && claim.userId === member.userId
    return isOwn && claim.serverId === null ? { trial: id, name, url, isWhole: urlWhole } : null
  } catch (error) {
    if (error instanceof Fault && error.code === 'not-found') return null
    throw error
  }
}
