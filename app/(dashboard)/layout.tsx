import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { RAIL_COOKIE } from '#components/shell/rail-memory.ts'
import { Shell } from '#components/shell/shell.tsx'
import { currentMember } from '#lib/auth/index.ts'
import { signOutAction } from '../(auth)/actions.ts'

/** The frame only: who may see a page is decided by the page. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const member = await currentMember()
  const rail = (await cookies()).get(RAIL_COOKIE)?.value
  if (!member) return children
  return (
    <Shell
      account={{ email: member.email, organisation: member.organisation.name, signOut: signOutAction }}
      collapsed={rail === 'collapsed'}
    >
      {children}
    </Shell>
  )
}
