import type { Metadata } from 'next'
import { ServerTools } from '#components/servers/server-tools.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { hasRole } from '#lib/role.ts'
import { getServer, listTools } from '#lib/servers/index.ts'
import { found } from '../../../found.ts'
import { acceptToolsAction } from './actions.ts'
import { ServerFrame } from './server-frame.tsx'

export const metadata: Metadata = { title: 'Tools' }

type ServerParams = Promise<{ serverId: string }>

export default async function ServerToolsPage({ params }: { params: ServerParams }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const tools = await found(listTools(member, serverId))
  return (
    <ServerFrame member={member} server={server}>
      <ServerTools
        serverId={server.id}
        tools={tools}
        accept={hasRole(member, 'admin') ? acceptToolsAction : null}
      />
    </ServerFrame>
  )
}
