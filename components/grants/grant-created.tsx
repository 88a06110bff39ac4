'use client'

import { useState } from 'react'
import { ConnectPanel } from '#components/connect/connect-panel.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import type { GrantableServer } from './grant-view.ts'
import { TokenReveal } from './token-reveal.tsx'
import { type EnableUrl, UrlForm } from './url-form.tsx'

type GrantCreatedProps = {
  grant: { id: string; label: string; token: string }
  servers: readonly GrantableServer[]
  enableUrl: EnableUrl
}

/** The one time a token is seen: copy it, then point the client at the gateway. */
export function GrantCreated({ grant, servers, enableUrl }: GrantCreatedProps) {
  const [urlEnabled, setUrlEnabled] = useState(false)
  return (
    <div className="flex flex-col gap-8">
      <TokenReveal token={grant.token} title={`${grant.label} is ready`} />
      <ConnectPanel targets={servers} token={grant.token} urlEnabled={urlEnabled} />
      <UrlForm
        grantId={grant.id}
        servers={servers}
        token={grant.token}
        enabled={false}
        enableUrl={enableUrl}
        onChange={setUrlEnabled}
      />
      <div className="flex flex-wrap gap-2 border-line border-t pt-5">
        <LinkButton href={`/connect?grant=${grant.id}`} variant="primary">
          Watch it connect
        </LinkButton>
        <LinkButton href={`/grants/${grant.id}`}>View grant</LinkButton>
      </div>
    </div>
  )
}
