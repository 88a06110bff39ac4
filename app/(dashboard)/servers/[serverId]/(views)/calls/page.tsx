import { Activity } from 'lucide-react'
import type { Metadata } from 'next'
import { activityUrl } from '#components/activity/call-view.ts'
import { CallsTable } from '#components/activity/calls-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { listCalls } from '#lib/calls/index.ts'
import { getServer } from '#lib/servers/index.ts'
import { found } from '../../../../found.ts'
import { ServerFrame } from '../server-frame.tsx'

export const metadata: Metadata = { title: 'Calls of a server' }

export default async function ServerCallsPage({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const calls = await listCalls(member, { serverId })
  const filters = { server: serverId }
  return (
    <ServerFrame member={member} server={server}>
      {calls.items.length === 0 ? (
        <EmptyState
          icon={<Activity />}
          title="No calls yet"
          action={<LinkButton href={`/grants/new?server=${server.id}`}>Create grant</LinkButton>}
        >
          Calls appear here as soon as a client uses a grant for this server.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          <CallsTable
            calls={calls.items}
            without="server"
            hrefOf={(call) => activityUrl({ ...filters, call: call.id })}
          />
          <LinkButton href={activityUrl(filters)} className="self-center">
            See all in activity
          </LinkButton>
        </div>
      )}
    </ServerFrame>
  )
}
