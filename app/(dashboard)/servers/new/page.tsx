import type { Metadata } from 'next'
import { RegisterServer } from '#components/servers/register-server.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { env } from '#lib/env.ts'
import { hasRole } from '#lib/role.ts'
import { registerConnectorAction } from './actions.ts'

export const metadata: Metadata = { title: 'Register server' }

export default async function NewServerPage() {
  const member = await requireMember()
  return (
    <Page narrow>
      <PageHeader
        title="Register server"
        breadcrumb={[{ label: 'Servers', href: '/servers' }]}
        description="Its tools are read once, rated by what they can do, and pinned as they are now."
      />
      {hasRole(member, 'admin') ? (
        <RegisterServer
          streamUrl="/servers/new/stream"
          privateAllowed={env().allowPrivateUpstreams}
          origin={env().appUrl}
          registerConnector={registerConnectorAction}
        />
      ) : (
        <NeedsRole who="an admin" to="register a server" />
      )}
    </Page>
  )
}
