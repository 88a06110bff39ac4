import type { GuardServer } from '#components/connect/start-demo.tsx'
import type { FaultView } from '#components/ui/action.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { ReadTools } from './read-tools.tsx'
import { ReadyToGuard } from './ready-to-guard.tsx'
import type { ReadTool } from './registration.ts'
import { Stage } from './stage.tsx'

type Connected = { protocol: string; name: string | null }
export type RegistrationProgress =
  | { phase: 'idle' }
  | { phase: 'running'; connected: Connected | null; tools: readonly ReadTool[] }
  | { phase: 'failed'; fault: FaultView }
  | {
      phase: 'done'
      connected: Connected | null
      tools: readonly ReadTool[]
      server: { id: string; name: string; tools: number }
    }

type RegistrationViewProps = {
  progress: RegistrationProgress
  url: string
  /** The short way on; null where a draft of its own waits for the server. */
  guard: GuardServer | null
}

/** What has happened so far, and the tools as they come in. */
export function RegistrationView({ progress, url, guard }: RegistrationViewProps) {
  if (progress.phase === 'idle' || progress.phase === 'failed') return null
  const { connected, tools } = progress
  const done = progress.phase === 'done'
  return (
    <section aria-label="Registration" className="flex flex-col gap-4">
      {done ? (
        <div className="flex flex-wrap items-center justify-between gap-3 border-line border-b pb-4">
          <h2 className="font-semibold text-16">{progress.server.name} is registered</h2>
          <div className="flex flex-wrap gap-2">
            <LinkButton href={`/servers/${progress.server.id}`}>View server</LinkButton>
            <LinkButton
              href={`/servers/${progress.server.id}/policy`}
              variant={guard ? 'secondary' : 'primary'}
            >
              Open the policy editor
            </LinkButton>
          </div>
        </div>
      ) : null}
      <div role="status">
        <ol className="flex flex-col gap-2 text-14">
          <Stage done={connected !== null}>
            {connected ? (
              <>
                Connected{connected.name ? <> to {connected.name}</> : null}
                <span className="text-ink-3">, MCP {connected.protocol}</span>
              </>
            ) : (
              <>
                Connecting to <span className="code break-all text-13">{url}</span>
              </>
            )}
          </Stage>
          {connected ? (
            <Stage done={done}>
              {done ? '' : 'Reading its tools: '}
              {tools.length} {tools.length === 1 ? 'tool' : 'tools'}
              {done ? ' read' : ''}
            </Stage>
          ) : null}
        </ol>
      </div>
      {done && guard ? <ReadyToGuard serverId={progress.server.id} tools={tools} guard={guard} /> : null}
      {tools.length > 0 ? <ReadTools tools={tools} /> : null}
    </section>
  )
}
