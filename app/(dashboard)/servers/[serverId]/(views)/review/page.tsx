import type { Metadata } from 'next'
import { ReviewList } from '#components/servers/review/review-list.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { obstacle } from '#lib/role.ts'
import { getServer, listToolChanges } from '#lib/servers/index.ts'
import { found } from '../../../../found.ts'
import { acceptToolsAction, rejectToolsAction } from '../actions.ts'
import { ServerFrame } from '../server-frame.tsx'

export const metadata: Metadata = { title: 'Review of changed tools' }

/** What waits for somebody to look at: those that nobody has turned away yet come first. */
export default async function ReviewPage({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const reviews = await found(listToolChanges(member, serverId))
  const why = obstacle(member, 'tools.accept')
  const sorted = reviews.toSorted((a, b) => Number(a.isRejected) - Number(b.isRejected))
  return (
    <ServerFrame member={member} server={server}>
      <h2 className="mb-1 font-semibold text-16">Review what the server changed</h2>
      <p className="mb-5 max-w-2xl text-13 text-ink-2">
        Calls to these tools are refused. Accepting names exactly the definition shown here: should the server
        change it in the meantime, nothing is accepted.{why ? ` ${why}` : ''}
      </p>
      <ReviewList
        serverId={server.id}
        reviews={sorted}
        acts={why ? null : { accept: acceptToolsAction, reject: rejectToolsAction }}
      />
    </ServerFrame>
  )
}
