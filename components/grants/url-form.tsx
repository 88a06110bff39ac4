'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { withAllServers, withToken } from '#components/connect/connect-target.ts'
import type { ActionResult } from '#components/ui/action.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { GrantableServer } from './grant-view.ts'

export type EnableUrl = (input: { grantId: string; enabled: boolean }) => Promise<ActionResult<null>>

type UrlFormProps = {
  grantId: string
  servers: readonly GrantableServer[]
  /** Null where it is no longer known: the URLs then cannot be shown. */
  token: string | null
  enabled: boolean
  enableUrl: EnableUrl
  /** Told when it was switched, so that what is shown beside it can follow. */
  onChange?: (enabled: boolean) => void
}

/** Opt-in: the token as part of the URL, for clients that can only take a URL. */
export function UrlForm({ grantId, servers, token, enabled, enableUrl, onChange }: UrlFormProps) {
  const router = useRouter()
  const [on, setOn] = useState(enabled)
  const { run, pending, fault } = useAction(enableUrl)

  async function change(next: boolean) {
    setOn(next)
    const result = await run({ grantId, enabled: next })
    if (result && !result.ok) setOn(!next)
    else {
      onChange?.(next)
      router.refresh()
    }
  }

  return (
    <section aria-labelledby="url-form-title" className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-4">
        <div>
          <h2 id="url-form-title" className="font-semibold text-16">
            Token in the URL
          </h2>
          <p id="url-form-text" className="max-w-xl text-14 text-ink-2">
            For clients that can only take a URL. Whoever sees the URL can use the grant, so prefer the header
            where the client can send one.
          </p>
        </div>
        <Switch
          aria-labelledby="url-form-title"
          aria-describedby="url-form-text"
          checked={on}
          disabled={pending}
          onCheckedChange={change}
          className="mt-1"
        />
      </div>
      <FaultProblem fault={fault} />
      {on && token !== null
        ? withAllServers(servers).map((server) => (
            <CodeBlock
              key={server.id}
              label={
                servers.length > 1
                  ? `URL for ${server.id === 'all' ? 'all servers' : server.name}`
                  : 'URL with token'
              }
              code={withToken(server.gatewayUrl, token)}
              copyLabel="Copy URL"
              wrap
            />
          ))
        : null}
      {on && token === null ? (
        <p className="text-13 text-ink-3">
          It is the gateway URL with the token before the server’s id:{' '}
          <span className="code">/mcp/t/TOKEN/SERVER/</span>. Rotate the token to see whole URLs again.
        </p>
      ) : null}
    </section>
  )
}
