import Link from 'next/link'
import { type StopView, stopOn } from '#components/stops/stop-view.ts'
import { StoppedBadge } from '#components/stops/stopped-badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { GrantStatusBadge } from './grant-status.tsx'
import { type GrantStatus, type GrantView, grantStatus } from './grant-view.ts'

type GrantsTableProps = {
  grants: readonly GrantView[]
  now: number
  /** The emergency stops that hold now. */
  stops: readonly StopView[]
}

export function GrantsTable({ grants, now, stops }: GrantsTableProps) {
  return (
    <Table caption="Grants">
      <TableHead>
        <tr>
          <HeadCell>Grant</HeadCell>
          <HeadCell className="max-md:hidden">Servers</HeadCell>
          <HeadCell>Status</HeadCell>
          <HeadCell className="max-sm:hidden">Last used</HeadCell>
          <HeadCell className="max-lg:hidden">Expires</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {grants.map((grant) => (
          <TableRow key={grant.id} data-interactive>
            <Cell className="max-w-64">
              <Link
                href={`/grants/${grant.id}`}
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
                title={grant.label}
              >
                {grant.label}
              </Link>
              <p className="truncate text-12 text-ink-3">
                {grant.client ? (
                  `${grant.client.name}, signed in`
                ) : (
                  <span className="code">…{grant.tokenEnd}</span>
                )}
                {grant.tags.length > 0 ? ` · ${grant.tags.join(', ')}` : null}
              </p>
            </Cell>
            <Cell className="max-w-72 max-md:hidden">
              <ul>
                {grant.servers.map((server) => (
                  <li key={server.serverId} className="truncate text-13">
                    {server.serverName}{' '}
                    <span className="text-ink-3">· {server.policyName ?? 'no policy'}</span>
                  </li>
                ))}
              </ul>
            </Cell>
            <Cell>
              <GrantState status={grantStatus(grant, now)} stop={stopOn(stops, grant.id)} />
            </Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-sm:hidden">
              {grant.lastUsedAt ? (
                <RelativeTime at={grant.lastUsedAt} />
              ) : (
                <span className="text-ink-3">Never</span>
              )}
            </Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-lg:hidden">
              {grant.expiresAt ? (
                <RelativeTime at={grant.expiresAt} />
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

// What has ended for good is not said to be stopped as well.
function GrantState({ status, stop }: { status: GrantStatus; stop: StopView | null }) {
  return stop && status === 'active' ? <StoppedBadge stop={stop} /> : <GrantStatusBadge status={status} />
}
