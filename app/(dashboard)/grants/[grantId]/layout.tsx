import type { ReactNode } from 'react'
import { requireMember } from '#lib/auth/index.ts'
import { getGrant } from '#lib/grants/index.ts'
import { found } from '../../found.ts'

type GrantLayoutProps = { children: ReactNode; params: Promise<{ grantId: string }> }

/** Above the skeleton: a grant that is not there is answered with 404, not with a page that says so. */
export default async function GrantLayout({ children, params }: GrantLayoutProps) {
  const member = await requireMember()
  await found(getGrant(member, (await params).grantId))
  return children
}
