import type { ReactNode } from 'react'
import { requireMember } from '#lib/auth/index.ts'
import { getServer } from '#lib/servers/index.ts'
import { found } from '../../found.ts'

type ServerLayoutProps = { children: ReactNode; params: Promise<{ serverId: string }> }

/** Above every skeleton: a server that is not there is answered with 404, not with a page that says so. */
export default async function ServerLayout({ children, params }: ServerLayoutProps) {
  const member = await requireMember()
  await found(getServer(member, (await params).serverId))
  return children
}
