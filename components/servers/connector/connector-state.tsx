import { CirclePause, PlugZap, Unplug } from 'lucide-react'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { ConnectorView } from './connector-view.ts'

/** One line: whether the connector is there, since when, where, and with how many processes. */
export function ConnectorState({ connector }: { connector: ConnectorView }) {
  return (
    <div role="status" aria-label="Connector" className="flex items-start gap-2.5 text-14">
      <span
        aria-hidden
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center text-ink-2 [&_svg]:size-4"
      >
        <StateIcon state={connector.state} />
      </span>
      <div className="min-w-0">
        <StateWords connector={connector} />
        {connector.state !== 'waiting' && (connector.host || connector.command) ? (
          <p className="truncate text-13 text-ink-3">
            {connector.host ? <>on {connector.host}</> : null}
            {connector.command ? (
              <>
                {connector.host ? ': ' : null}
                <span className="code" title={connector.command}>
                  {connector.command}
                </span>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </div>
  )
}

function StateWords({ connector: { state, since, sessions } }: { connector: ConnectorView }) {
  if (state === 'waiting') return <p>Waiting for the connector</p>
  if (state === 'disconnected')
    return (
      <p>
        Disconnected
        {since ? (
          <>
            {' '}
            <RelativeTime at={since} />
          </>
        ) : null}
      </p>
    )
  return (
    <p>
      Connected
      {since ? (
        <>
          {' '}
          <RelativeTime at={since} />
        </>
      ) : null}
      <span className="text-ink-3">
        , {sessions === 0 ? 'no session' : sessions === 1 ? '1 session' : `${sessions} sessions`} open
      </span>
    </p>
  )
}

function StateIcon({ state }: { state: ConnectorView['state'] }) {
  if (state === 'waiting') return <Spinner />
  return state === 'connected' ? <PlugZap /> : state === 'disconnected' ? <Unplug /> : <CirclePause />
}
