import { ReadTools } from '#components/servers/read-tools.tsx'
import type { ReadTool } from '#components/servers/registration.ts'
import { Stage } from '#components/servers/stage.tsx'
import type { FaultView } from '#components/ui/action.ts'
import type { BeginLine } from './begin.ts'

export type Reading =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'running' | 'done'
      readonly host: string
      readonly protocol: string | null
      readonly tools: readonly ReadTool[]
    }
  | { readonly phase: 'failed'; readonly fault: FaultView }

export const UNREAD: Reading = { phase: 'idle' }

export function readingAfter(reading: Reading, line: BeginLine): Reading {
  if (line.type === 'fault') return { phase: 'failed', fault: line.fault }
  if (reading.phase !== 'running') return reading
  switch (line.type) {
    case 'connecting':
      return { ...reading, host: line.host }
    case 'connected':
      return { ...reading, protocol: line.protocol }
    case 'tool':
      return { ...reading, tools: [...reading.tools, line] }
    case 'kept':
      return { ...reading, phase: 'done' }
  }
}

/** How far the reading has come, and the tools as they come in. */
export function ReadingView({ reading }: { reading: Reading }) {
  if (reading.phase === 'idle' || reading.phase === 'failed') return null
  const { host, protocol, tools } = reading
  const isDone = reading.phase === 'done'
  return (
    <section aria-label="Reading" className="flex flex-col gap-4">
      <ol role="status" className="flex flex-col gap-2 text-14">
        {host === '' ? null : (
          <Stage done={protocol !== null}>
            {protocol === null ? 'Connecting to ' : 'Connected to '}
            <span className="code break-all text-13">{host}</span>
            {protocol === null ? null : <span className="text-ink-3">, MCP {protocol}</span>}
          </Stage>
        )}
        <Stage done={isDone}>
          {isDone
            ? 'Opening the board'
            : `Reading the tools${tools.length > 0 ? `: ${tools.length.toLocaleString('en')}` : ''}`}
        </Stage>
      </ol>
      {tools.length > 0 ? <ReadTools tools={tools} /> : null}
    </section>
  )
}
