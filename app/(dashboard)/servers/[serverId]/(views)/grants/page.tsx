import { KeyRound, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { GrantsTable } from '#components/grants/grants-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { WithheldLink } from '#components/ui/withheld-link.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { obstacle } from '#lib/role.ts'
import { getServer } from '#lib/servers/index.ts'
import { listHoldingStops } from '#lib/stops/index.ts'
import { found } from '../../../../found.ts'
import { ServerFrame } from '../server-frame.tsx'

export const metadata: Metadata = { title: 'Grants of a server' }

export default async function ServerGrantsPage({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const [grants, stops] = await Promise.all([
    found(listGrants(member, { serverId })),
    listHoldingStops(member),
  ])
  const create = (
    <WithheldLink href={`/grants/new?server=${server.id}`} reason={obstacle(member, 'grants.manage')}>
      <Plus aria-hidden />
      Create grant
    </WithheldLink>
  )
  return (
    <ServerFrame member={member} server={server}>
      {grants.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No grant opens this server" action={create}>
          A grant gives one agent a token, and says which policy its calls are judged by.
        </EmptyState>
      ) : (
        <div className="flex flex-col items-end gap-4">
          {create}
          <div className="w-full">
            <GrantsTable grants={grants} now={Date.now()} stops={stops} />
          </div>
        </div>
      )}
    </ServerFrame>
  )
}
