'use client'

import { CodeBlock } from '#components/ui/code-block.tsx'
import type { PastedServer } from '#lib/paste/index.ts'
import { listCommand, placeOf } from './pasted.ts'

type PastedServersProps = {
  servers: readonly PastedServer[]
  chosen: string | null
  onChosen: (name: string) => void
}

/** The servers of a client's file, one to choose; and what of them stays in the browser. */
export function PastedServers({ servers, chosen, onChosen }: PastedServersProps) {
  const local = servers.find(({ name, endpoint }) => name === chosen && endpoint.kind === 'stdio')
  const command = local && listCommand(local)
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="max-h-96 divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface">
        <legend className="sr-only">The server to try</legend>
        {servers.map((server) => (
          <label
            key={server.name}
            className="flex cursor-pointer items-start gap-3 px-3 py-2.5 hover:bg-hover"
          >
            <input
              type="radio"
              name="server"
              className="mt-1 size-4 accent-accent"
              checked={server.name === chosen}
              onChange={() => onChosen(server.name)}
            />
            <span className="min-w-0 flex-1">
              <span className="block font-medium text-14">{server.name}</span>
              <span className="code block break-all text-13 text-ink-2">{placeOf(server)}</span>
              {server.dropped.length > 0 ? (
                <span className="block break-words text-13 text-ink-3">
                  Stays in this browser: {server.dropped.join(', ')}
                </span>
              ) : null}
            </span>
          </label>
        ))}
      </fieldset>
      {local ? (
        <div className="flex flex-col gap-2 text-13 text-ink-2">
          <p>
            {local.name} runs on your machine, where this page cannot read it.{' '}
            {command === null || command === undefined
              ? 'Print its list of tools there, and paste that instead.'
              : 'Its tools are taken from the catalogue, if it has them; else print them there, and paste that.'}
          </p>
          {command === null || command === undefined ? null : (
            <CodeBlock label="Terminal" code={command} copyLabel="Copy command" />
          )}
        </div>
      ) : null}
    </div>
  )
}
