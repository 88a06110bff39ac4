'use client'

import { useEffect, useRef } from 'react'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { ReadTools } from '../read-tools.tsx'
import { CommandPanel } from './command-panel.tsx'
import { ConnectorState } from './connector-state.tsx'
import type { ConnectorView } from './connector-view.ts'
import { useConnector } from './use-connector.ts'

type ConnectorSetupProps = {
  server: { id: string; name: string }
  connectorKey: string
  origin: string
}

const WAITING: ConnectorView = { state: 'waiting', since: null, host: '', command: '', sessions: 0 }

/** The one time a connector's key is seen: paste the command, and watch the server come. */
export function ConnectorSetup({ server, connectorKey, origin }: ConnectorSetupProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const news = useConnector(server.id)
  const tools = news?.tools ?? []
  const hasFailed = news !== null && news.checkedAt !== null && news.status !== 'ready' && tools.length === 0
  return (
    <section aria-label="Connect the server" className="flex flex-col gap-6">
      <div>
        <h2 ref={heading} tabIndex={-1} className="rounded-sm font-semibold text-16 outline-none">
          {server.name} is registered: connect it now
        </h2>
        <p className="text-14 text-ink-2">
          Run this beside the server. It only dials out. Its key is shown this once; it can be replaced on the
          server’s settings page.
        </p>
      </div>
      <CommandPanel serverId={server.id} origin={origin} connectorKey={connectorKey} />
      <div className="border-line border-y py-4">
        <ConnectorState connector={news?.connector ?? WAITING} />
      </div>
      {hasFailed ? <Problem title="Its tools could not be read">{news.statusMessage}</Problem> : null}
      {tools.length > 0 ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="font-medium text-14">
              {tools.length} {tools.length === 1 ? 'tool' : 'tools'} read
            </p>
            <div className="flex flex-wrap gap-2">
              <LinkButton href={`/servers/${server.id}`}>View server</LinkButton>
              <LinkButton href={`/servers/${server.id}/policy`} variant="primary">
                Open the policy editor
              </LinkButton>
            </div>
          </div>
          <ReadTools tools={tools.map((tool) => ({ ...tool, description: '', evidence: [] }))} />
        </>
      ) : (
        <div>
          <LinkButton href={`/servers/${server.id}`}>Connect later</LinkButton>
        </div>
      )}
    </section>
  )
}
