import Link from 'next/link'
import type { RiskLevel } from '#components/risk-badge.tsx'
import { type StopView, stopOn } from '#components/stops/stop-view.ts'
import { StoppedBadge } from '#components/stops/stopped-badge.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { ServerStatus, type ServerStatusName } from './server-status.tsx'
import { SeverityMix } from './severity-mix.tsx'

export type ServerRow = {
  readonly id: string
  readonly name: string
  /** Its URL, or what its connector runs. */
  readonly address: string
  readonly status: ServerStatusName
  readonly statusMessage: string
  readonly checkedAt: Date | null
  readonly tools: number
  readonly severities: readonly RiskLevel[]
  /** Tools that wait for a person to accept them. */
  readonly waiting: number
  readonly policies: readonly { readonly name: string; readonly version: number | null }[]
}

type ServersTableProps = {
  servers: readonly ServerRow[]
  /** The emergency stops that hold now. */
  stops: readonly StopView[]
}

export function ServersTable({ servers, stops }: ServersTableProps) {
  return (
    <Table caption="Servers">
      <TableHead>
        <tr>
          <HeadCell>Server</HeadCell>
          <HeadCell>Status</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Tools</HeadCell>
          <HeadCell className="max-md:hidden">Risk</HeadCell>
          <HeadCell className="max-md:hidden">Policy</HeadCell>
          <HeadCell className="max-lg:hidden">Last read</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {servers.map((server) => (
          <TableRow key={server.id} data-interactive>
            <Cell className="max-w-72 py-2">
              <Link
                href={`/servers/${server.id}`}
                title={server.name}
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {server.name}
              </Link>
              <p className="code truncate text-12 text-ink-3" title={server.address}>
                {server.address}
              </p>
              <div className="mt-1 md:hidden">
                <SeverityMix severities={server.severities} />
              </div>
            </Cell>
            <Cell>
              <ServerState server={server} stop={stopOn(stops, server.id)} />
            </Cell>
            <Cell className="whitespace-nowrap text-right max-sm:hidden">
              {server.tools}
              {server.waiting > 0 ? <p className="text-12 text-ink-2">{server.waiting} to accept</p> : null}
            </Cell>
            <Cell className="max-md:hidden">
              <SeverityMix severities={server.severities} />
            </Cell>
            <Cell className="max-w-48 max-md:hidden">
              <PolicyNames policies={server.policies} />
            </Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-lg:hidden">
              {server.checkedAt ? (
                <RelativeTime at={server.checkedAt} />
              ) : (
                <span className="text-ink-3">Never</span>
              )}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function ServerState({ server, stop }: { server: ServerRow; stop: StopView | null }) {
  return (
    <div className="flex flex-wrap gap-1">
      {stop ? <StoppedBadge stop={stop} /> : null}
      <ServerStatus status={server.status} message={server.statusMessage} />
    </div>
  )
}

function PolicyNames({ policies }: { policies: ServerRow['policies'] }) {
  const published = policies.filter((policy) => policy.version !== null)
  const [first] = published
  if (!first) return <Badge dashed>None published</Badge>
  return (
    <p className="truncate text-13">
      {first.name} <span className="text-ink-3">· version {first.version}</span>
      {published.length > 1 ? <span className="text-ink-3"> + {published.length - 1}</span> : null}
    </p>
  )
}
