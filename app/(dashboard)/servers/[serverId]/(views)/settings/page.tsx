import type { Metadata } from 'next'
import { ServerSettings } from '#components/servers/server-settings.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { env } from '#lib/env.ts'
import { may } from '#lib/role.ts'
import { getRecording, getServer } from '#lib/servers/index.ts'
import { gatewayUrl } from '#lib/urls.ts'
import { found } from '../../../../found.ts'
import {
  changeRecordingAction,
  deleteServerAction,
  eraseValuesAction,
  rotateConnectorAction,
  updateServerAction,
} from '../actions.ts'
import { ServerFrame } from '../server-frame.tsx'

export const metadata: Metadata = { title: 'Settings of a server' }

export default async function ServerSettingsPage({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  return (
    <ServerFrame member={member} server={server}>
      {may(member, 'servers.manage') ? (
        <ServerSettings
          server={server}
          gatewayUrl={gatewayUrl(env().appUrl, server.id)}
          origin={env().appUrl}
          update={updateServerAction}
          remove={deleteServerAction}
          rotate={rotateConnectorAction}
          recording={await getRecording(member, server.id)}
          changeRecording={changeRecordingAction}
          eraseValues={eraseValuesAction}
        />
      ) : (
        <NeedsRole who="an admin" to="change a server" />
      )}
    </ServerFrame>
  )
}
