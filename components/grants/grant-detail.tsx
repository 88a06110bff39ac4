'use client'

import { useState } from 'react'
import { ConnectPanel } from '#components/connect/connect-panel.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { GrantActions } from './grant-actions.tsx'
import { type GrantChange, GrantSettings } from './grant-settings.tsx'
import type { GrantableServer, GrantView } from './grant-view.ts'
import { type EnableUrl, UrlForm } from './url-form.tsx'

type GrantDetailProps = {
  grant: GrantView
  /** All servers of the organisation; the grant's own are among them. */
  servers: readonly GrantableServer[]
  actions: {
    update: (input: GrantChange) => Promise<ActionResult<null>>
    enableUrl: EnableUrl
    rotate: (input: { grantId: string }) => Promise<ActionResult<{ token: string }>>
    revoke: (input: { grantId: string }) => Promise<ActionResult<null>>
  }
}

/** A usable grant: how to connect, what it opens, and how to end it. */
export function GrantDetail({ grant, servers, actions }: GrantDetailProps) {
  const [token, setToken] = useState<string | null>(null)
  const own = servers.filter((server) => grant.servers.some((each) => each.serverId === server.id))
  return (
    <div className="flex flex-col gap-10">
      <ConnectPanel targets={own} token={token} urlEnabled={grant.urlEnabled} />
      <section aria-labelledby="grant-settings" className="flex flex-col gap-4">
        <h2 id="grant-settings" className="font-semibold text-16">
          Settings
        </h2>
        <GrantSettings grant={grant} servers={servers} update={actions.update} />
      </section>
      <UrlForm
        grantId={grant.id}
        servers={own}
        token={token}
        enabled={grant.urlEnabled}
        enableUrl={actions.enableUrl}
      />
      <section aria-labelledby="grant-end" className="flex flex-col gap-4 border-line border-t pt-6">
        <h2 id="grant-end" className="font-semibold text-16">
          Token and access
        </h2>
        <GrantActions grant={grant} rotate={actions.rotate} revoke={actions.revoke} onToken={setToken} />
      </section>
    </div>
  )
}
