import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { ConfirmProvider } from '#components/confirm/confirm-provider.tsx'
import { RAIL_COOKIE } from '#components/shell/rail-memory.ts'
import { Shell } from '#components/shell/shell.tsx'
import { StopBanner } from '#components/stops/stop-banner.tsx'
import { StopNews } from '#components/stops/stop-news.tsx'
import { stampOf } from '#components/stops/stop-view.ts'
import { countWaitingApprovals } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { listOrganisations } from '#lib/organisation/index.ts'
import { may } from '#lib/role.ts'
import { listHoldingStops, mayLift } from '#lib/stops/index.ts'
import { signOutAction } from '../(auth)/actions.ts'
import { confirmAction, confirmRequestAction } from './confirm-actions.ts'
import { switchOrganisationAction } from './organisations/actions.ts'
import { liftStopAction } from './stop-actions.ts'

/**
 * The frame. Who may see a page is decided by the page, which may run without this; but from here, above
 * every skeleton, a visitor is redirected by the answer itself and not by a script in it.
 */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const member = await requireMember()
  const rail = (await cookies()).get(RAIL_COOKIE)?.value
  const [waiting, stops, organisations] = await Promise.all([
    may(member, 'approvals.read') ? countWaitingApprovals(member) : 0,
    listHoldingStops(member),
    listOrganisations(member),
  ])
  const held = stops.map((stop) => ({ ...stop, mayLift: mayLift(member, stop.scope) }))
  return (
    <ConfirmProvider request={confirmRequestAction} confirm={confirmAction}>
      <Shell
        waiting={waiting}
        account={{
          email: member.email,
          organisation: member.organisation.name,
          signOut: signOutAction,
          switcher: {
            organisations: organisations.map(({ id, name }) => ({ id, name })),
            currentId: member.organisation.id,
            switchTo: switchOrganisationAction,
          },
        }}
        collapsed={rail === 'collapsed'}
      >
        <StopNews stamp={stampOf(stops)} />
        {held.length > 0 ? <StopBanner stops={held} lift={liftStopAction} /> : null}
        {children}
      </Shell>
    </ConfirmProvider>
  )
}
