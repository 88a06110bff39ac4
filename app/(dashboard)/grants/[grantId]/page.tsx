import type { Metadata } from 'next'
import { Suspense } from 'react'
import { GrantDetail } from '#components/grants/grant-detail.tsx'
import { GrantFacts } from '#components/grants/grant-facts.tsx'
import { GrantStatusBadge } from '#components/grants/grant-status.tsx'
import { grantStatus } from '#components/grants/grant-view.ts'
import { Page } from '#components/shell/page.tsx'
import { stopOn } from '#components/stops/stop-view.ts'
import { StoppedBadge } from '#components/stops/stopped-badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { StripSkeleton } from '#components/usage/usage-strip.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { getGrant } from '#lib/grants/index.ts'
import { hasRole } from '#lib/role.ts'
import { listHoldingStops } from '#lib/stops/index.ts'
import { found } from '../../found.ts'
import { StopButton } from '../../stop-button.tsx'
import { WeekStrip } from '../../week-strip.tsx'
import { enableGrantUrlAction, revokeGrantAction, rotateGrantAction, updateGrantAction } from '../actions.ts'
import { grantableServers } from '../grantable.ts'

export const metadata: Metadata = { title: 'Grant' }

export default async function GrantPage({ params }: { params: Promise<{ grantId: string }> }) {
  const { grantId } = await params
  const member = await requireMember()
  const grant = await found(getGrant(member, grantId))
  const [servers, stops] = await Promise.all([grantableServers(member), listHoldingStops(member)])
  const stop = stopOn(stops, grant.id)
  const status = grantStatus(grant, Date.now())
  return (
    <Page narrow>
      <PageHeader
        title={grant.label}
        breadcrumb={[{ label: 'Grants', href: '/grants' }]}
        meta={
          stop && status === 'active' ? <StoppedBadge stop={stop} /> : <GrantStatusBadge status={status} />
        }
        actions={
          <>
            {status === 'active' ? (
              <StopButton member={member} scope="grant" id={grant.id} name={grant.label} stops={stops} />
            ) : null}
            <LinkButton href={`/activity?grant=${grant.id}`}>See its calls</LinkButton>
            {status === 'active' ? (
              <LinkButton href={`/connect?grant=${grant.id}`}>Connect</LinkButton>
            ) : null}
          </>
        }
      />
      <Suspense fallback={<StripSkeleton />}>
        <WeekStrip member={member} of={{ grant: grant.id }} />
      </Suspense>
      <GrantFacts grant={grant} />
      {status === 'revoked' ? (
        <Notice title="This grant was revoked">
          Its token is refused. Create another grant to let the agent in.
        </Notice>
      ) : hasRole(member, 'admin') ? (
        <GrantDetail
          grant={grant}
          servers={servers}
          actions={{
            update: updateGrantAction,
            enableUrl: enableGrantUrlAction,
            rotate: rotateGrantAction,
            revoke: revokeGrantAction,
          }}
        />
      ) : (
        <Notice>It takes an admin to change a grant.</Notice>
      )}
    </Page>
  )
}
