import { KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { ServerAccount } from '#components/servers/sign-in/server-account.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { getSignIn } from '#lib/connections/index.ts'
import { may } from '#lib/role.ts'
import { getServer } from '#lib/servers/index.ts'
import { found } from '../../../../found.ts'
import { ServerFrame } from '../server-frame.tsx'
import { disconnectAction, startSignInAction, stopSigningInAction } from './actions.ts'

export const metadata: Metadata = { title: 'Account at a server' }

export default async function ServerAccountPage({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const signIn = await found(getSignIn(member, serverId))
  const isAdmin = may(member, 'servers.manage')
  return (
    <ServerFrame member={member} server={server}>
      {server.connector || (!signIn && !isAdmin) ? (
        <EmptyState icon={<KeyRound />} title="Nobody signs in to this server">
          {server.connector
            ? 'It is reached through its connector, which needs no account.'
            : 'It is reached with what an admin has set for it. Where it asks people to sign in, an admin connects it here.'}
        </EmptyState>
      ) : (
        <ServerAccount
          server={server}
          signIn={signIn}
          isAdmin={isAdmin}
          start={startSignInAction}
          disconnect={disconnectAction}
          stop={stopSigningInAction}
        />
      )}
    </ServerFrame>
  )
}
