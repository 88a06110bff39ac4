'use client'

import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Select } from '#components/ui/select.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { GrantableServer } from './grant-view.ts'
import { type Snippet, snippetsFor } from './snippets.ts'

type ConnectPanelProps = {
  servers: readonly GrantableServer[]
  /** Null after the one time it was shown: a placeholder then stands for it. */
  token: string | null
}

export const TOKEN_PLACEHOLDER = 'YOUR_GRANT_TOKEN'

/** The gateway URL, and the configuration of each client with it. */
export function ConnectPanel({ servers, token }: ConnectPanelProps) {
  const [chosen, setChosen] = useState(servers[0]?.id ?? '')
  const server = servers.find((each) => each.id === chosen) ?? servers[0]
  if (!server) return null
  const snippets = snippetsFor({
    name: server.slug,
    url: server.gatewayUrl,
    token: token ?? TOKEN_PLACEHOLDER,
    protocol: server.protocol,
  })
  return (
    <section aria-labelledby="connect-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="connect-title" className="font-semibold text-16">
            Connect a client
          </h2>
          <p className="text-14 text-ink-2">One URL takes the place of the server’s own.</p>
        </div>
        {servers.length > 1 ? (
          <Select
            label="Server"
            className="w-56"
            value={server.id}
            onValueChange={setChosen}
            options={servers.map((each) => ({ value: each.id, label: each.name }))}
          />
        ) : null}
      </div>
      <CodeBlock label="Gateway URL" code={server.gatewayUrl} copyLabel="Copy URL" wrap />
      <Tabs
        label="Clients"
        tabs={snippets.map((snippet) => ({
          value: snippet.client,
          label: snippet.title,
          panel: <SnippetPanel snippet={snippet} tokenKnown={token !== null} />,
        }))}
      />
    </section>
  )
}

function SnippetPanel({ snippet, tokenKnown }: { snippet: Snippet; tokenKnown: boolean }) {
  const usable = snippet.link && (tokenKnown || !decodeURIComponent(snippet.link.href).includes('config='))
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-13 text-ink-2">{snippet.where}</p>
        {usable && snippet.link ? (
          <a href={snippet.link.href} className={buttonStyle('secondary', 'sm')}>
            <ExternalLink aria-hidden />
            {snippet.link.label}
          </a>
        ) : null}
      </div>
      {snippet.parts.map((part) => (
        <CodeBlock key={part.label} label={part.label} code={part.code} copyLabel={part.copyLabel} />
      ))}
    </div>
  )
}
