import { Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { ConnectWorkspace } from '#components/connect/connect-workspace.tsx'
import { GrantChoice } from '#components/connect/grant-choice.tsx'
import { StartDemo } from '#components/connect/start-demo.tsx'
import { grantStatus } from '#components/grants/grant-view.ts'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import type { Grant, Member } from '#lib/data/model.ts'
import { listGrants } from '#lib/grants/index.ts'
import { may, obstacle } from '#lib/role.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { rotateGrantAction } from '../actions.ts'
import { grantableServers } from '../grantable.ts'
import { startWithDemoAction } from './actions.ts'
import { doctorStart, tryTools } from './read-connect.ts'

export const metadata: Metadata = { title: 'Connect' }

/** `?grant=` whose clients are connected; the newest active one where it says nothing. */
export default async function ConnectPage({ searchParams }: { searchParams: SearchParams }) {
  const member = await requireMember()
  const asked = one((await searchParams).grant)
  // One that a client signed in for has no token to copy.
  const grants = (await listGrants(member)).filter(
    (grant) => grant.client === null && grantStatus(grant, Date.now()) === 'active',
  )
  const grant = grants.find(({ id }) => id === asked) ?? (asked === undefined ? grants[0] : undefined)
  return (
    <Page>
      <PageHeader
        title="Connect"
        breadcrumb={[{ label: 'Grants', href: '/grants' }]}
        description="Point a client at the gateway, and watch it arrive."
        actions={
          grants.length > 1 && grant ? (
            <GrantChoice grants={grants.map(({ id, label }) => ({ id, label }))} value={grant.id} />
          ) : null
        }
      />
      {grant ? (
        <Connect member={member} grant={grant} />
      ) : (
        <NoGrant member={member} isGone={asked !== undefined} />
      )}
    </Page>
  )
}

async function Connect({ member, grant }: { member: Member; grant: Grant }) {
  const own = new Set(grant.servers.map(({ serverId }) => serverId))
  const targets = (await grantableServers(member)).filter(({ id }) => own.has(id))
  const first = targets[0]
  const [start, tools] = await Promise.all([
    doctorStart(member, grant.id),
    first ? tryTools(member, first.id) : [],
  ])
  return (
    <ConnectWorkspace
      grant={{ id: grant.id, label: grant.label, urlEnabled: grant.urlEnabled }}
      targets={targets}
      tools={tools}
      start={start}
      rotate={may(member, 'grants.manage') ? rotateGrantAction : null}
      obstacle={obstacle(member, 'grants.manage')}
    />
  )
}

function NoGrant({ member, isGone }: { member: Member; isGone: boolean }) {
  const mayMake = may(member, 'grants.manage')
  return (
    <EmptyState
      icon={<Plug />}
      title={isGone ? 'This grant cannot be connected' : 'There is nothing to connect to yet'}
      action={
        mayMake ? (
          <div className="flex flex-wrap justify-center gap-2">
            <StartDemo start={startWithDemoAction} />
            <LinkButton href="/grants/new">Create grant</LinkButton>
          </div>
        ) : null
      }
    >
      {isGone
        ? 'It was revoked, it has expired, or it never was. Choose another one, or create one.'
        : mayMake
          ? 'A client needs a grant: its token, its servers and their policy.'
          : 'A client needs a grant, and it takes an admin to create one.'}
    </EmptyState>
  )
}
