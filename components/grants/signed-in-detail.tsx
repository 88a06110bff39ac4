'use client'

import type { ActionResult } from '#components/ui/action.ts'
import { Notice } from '#components/ui/notice.tsx'
import { GrantActions } from './grant-actions.tsx'
import { type GrantChange, GrantSettings } from './grant-settings.tsx'
import type { GrantableServer, GrantView } from './grant-view.ts'

type SignedInDetailProps = {
  grant: GrantView
  /** All servers of the organisation; the grant keeps to its own. */
  servers: readonly GrantableServer[]
  actions: {
    update: (input: GrantChange) => Promise<ActionResult<null>>
    revoke: (input: { grantId: string }) => Promise<ActionResult<null>>
  }
}

/** A usable grant that a client signed in for: what it opens, and how to end it. Nobody has a token of it to copy. */
export function SignedInDetail({ grant, servers, actions }: SignedInDetailProps) {
  const own = servers.filter((server) => grant.servers.some((each) => each.serverId === server.id))
  return (
    <div className="flex flex-col gap-10">
      <Notice title={`${grant.client?.name ?? 'Its client'} signed in for this grant`}>
        Its client holds a token of its own, renews it by itself, and uses it for this server alone. To let it
        use another one, sign in at that server’s address.
      </Notice>
      <section aria-labelledby="grant-settings" className="flex flex-col gap-4">
        <h2 id="grant-settings" className="font-semibold text-16">
          Settings
        </h2>
        <GrantSettings grant={grant} servers={own} update={actions.update} />
      </section>
      <section aria-labelledby="grant-end" className="flex flex-col gap-4 border-line border-t pt-6">
        <h2 id="grant-end" className="font-semibold text-16">
          Access
        </h2>
        <GrantActions grant={grant} revoke={actions.revoke} />
      </section>
    </div>
  )
}
