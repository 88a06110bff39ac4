'use client'

import { useState } from 'react'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { snippetsFor } from '#lib/clients/index.ts'
import { ClientPicker } from './client-picker.tsx'
import {
  type ConnectTarget,
  connectionSigningIn,
  connectionWithToken,
  withAllServers,
} from './connect-target.ts'

type ConnectPanelProps = {
  /** The grant's servers. */
  targets: readonly ConnectTarget[]
  /** Null after the one time it was shown: a placeholder then stands for it. */
  token: string | null
  /** Whether the grant allows its token in the URL. */
  urlEnabled: boolean
}

/** The gateway URL, and the configuration of each client with it. */
export function ConnectPanel({ targets: servers, token, urlEnabled }: ConnectPanelProps) {
  const targets = withAllServers(servers)
  const [chosen, setChosen] = useState(targets[0]?.id ?? '')
  const [way, setWay] = useState<'token' | 'sign-in'>('token')
  const target = targets.find((each) => each.id === chosen) ?? targets[0]
  if (!target) return null
  const oauthUrl = target.oauthUrl ?? null
  const connection =
    way === 'sign-in' && oauthUrl !== null
      ? connectionSigningIn(target, oauthUrl)
      : connectionWithToken(target, token, urlEnabled)
  return (
    <section aria-labelledby="connect-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="connect-title" className="font-semibold text-16">
            Connect a client
          </h2>
          <p className="text-14 text-ink-2">
            {target.id === 'all'
              ? 'One URL for every server of this grant; each tool is called by its server’s name and its own.'
              : 'One URL takes the place of the server’s own.'}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {oauthUrl === null ? null : (
            <Segmented
              label="How the client proves itself"
              value={way}
              onValueChange={setWay}
              options={[
                { value: 'token', label: 'Token' },
                { value: 'sign-in', label: 'Sign in' },
              ]}
            />
          )}
          {targets.length > 1 ? (
            <Select
              label="Server"
              className="w-56"
              value={target.id}
              onValueChange={setChosen}
              options={targets.map((each) => ({ value: each.id, label: each.name }))}
            />
          ) : null}
        </div>
      </div>
      <WayNote
        isAll={target.id === 'all'}
        signsIn={way === 'sign-in' && oauthUrl !== null}
        offered={servers.some((each) => each.oauthUrl)}
      />
      <CodeBlock label="Gateway URL" code={connection.url} copyLabel="Copy URL" wrap />
      <ClientPicker snippets={snippetsFor(connection)} tokenKnown={token !== null} />
    </section>
  )
}

type WayNoteProps = { isAll: boolean; signsIn: boolean; offered: boolean }

/** What signing in gives, and where it is not to be had. */
function WayNote({ isAll, signsIn, offered }: WayNoteProps) {
  const text = signsIn
    ? 'The client opens your browser, where you choose the policy it gets. It has a grant of its own then, beside this one, and no token to copy.'
    : isAll && offered
      ? 'The address of all servers takes a token. For a client that signs in, choose one server.'
      : null
  return text === null ? null : <p className="max-w-xl text-13 text-ink-2">{text}</p>
}
