import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { RAIL_COOKIE } from '#components/shell/rail-memory.ts'
import { Shell } from '#components/shell/shell.tsx'
import { countWaitingApprovals } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { hasRole } from '#lib/role.ts'
import { signOutAction } from '../(auth)/actions.ts'

/**
 * The frame. Who may see a page is decided by the page, which may run without this; but from here, above
 * every skeleton, a visitor is redirected by the answer itself and not by a script in it.
 */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const member = await requireMember()
  const rail = (await cookies()).get(RAIL_COOKIE)?.value
  const waiting = hasRole(member, 'approver') ? await countWaitingApprovals(member) : 0
  return (
    <Shell
      waiting={waiting}
      account={{ email: member.email, organisation: member.organisation.name, signOut: signOutAction }}
      collapsed={rail === 'collapsed'}
    >
      {children}
    </Shell>
  )
}
