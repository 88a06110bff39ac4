import { clsx } from 'clsx'
import Link from 'next/link'
import { DecisionMark } from '#components/effect.tsx'
import { ToolRisk } from '#components/tool-risk.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { CallLink } from './call-link.tsx'
import { type CallLine, outcomeText, reasonText, ruleUrl } from './call-view.ts'
import { Latency } from './latency.tsx'
import { Repeats } from './repeats.tsx'

type CallsTableProps = {
  calls: readonly CallLine[]
  /** The address that opens one call. */
  hrefOf: (call: CallLine) => string
  /** Left out where all rows share it. */
  without?: 'server' | 'grant'
  /** Rows that have just come. */
  fresh?: ReadonlySet<string>
  /** The id of the one that the page is about. */
  current?: string
}

export function CallsTable({ calls, hrefOf, without, fresh, current }: CallsTableProps) {
  return (
    <Table caption="Calls">
      <TableHead>
        <tr>
          <HeadCell className="w-28 max-sm:hidden">Time</HeadCell>
          <HeadCell>Tool</HeadCell>
          {without === 'server' ? null : <HeadCell className="max-lg:hidden">Server</HeadCell>}
          {without === 'grant' ? null : <HeadCell className="max-md:hidden">Grant</HeadCell>}
          <HeadCell>Decision</HeadCell>
          <HeadCell className="max-md:hidden">Rule</HeadCell>
          <HeadCell className="max-xl:hidden">Outcome</HeadCell>
          <HeadCell className="text-right max-lg:hidden">Latency</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {calls.map((call) => (
          <TableRow
            key={call.id}
            data-interactive
            data-call={call.id}
            aria-current={call.id === current ? 'true' : undefined}
            className={clsx(fresh?.has(call.id) && 'animate-appear', call.id === current && 'bg-sunken')}
          >
            <Cell className="whitespace-nowrap text-13 text-ink-3 max-sm:hidden">
              <RelativeTime at={call.at} />
            </Cell>
            <Cell className="max-w-72 max-sm:max-w-44">
              <span className="flex min-w-0 items-center gap-2">
                <CallLink call={call} href={hrefOf(call)} />
                <ToolRisk risk={call.risk} compact />
              </span>
              <p className="text-12 text-ink-3 sm:hidden">
                <RelativeTime at={call.at} />
              </p>
            </Cell>
            {without === 'server' ? null : (
              <Cell className="max-w-40 truncate text-13 text-ink-2 max-lg:hidden">{call.serverName}</Cell>
            )}
            {without === 'grant' ? null : (
              <Cell className="max-w-40 truncate text-13 text-ink-2 max-md:hidden">{call.grantLabel}</Cell>
            )}
            <Cell title={reasonText(call.reason)}>
              <DecisionMark decision={call.decision} />
              <Repeats
                repeats={call.repeats}
                lastAt={call.lastAt}
                className="block whitespace-nowrap text-12 text-ink-3 tabular-nums"
              />
            </Cell>
            <Cell className="max-w-72 max-md:hidden">
              <RuleLink call={call} />
            </Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-xl:hidden">
              {outcomeText(call.outcome)}
            </Cell>
            <Cell className="whitespace-nowrap text-right text-13 text-ink-2 max-lg:hidden">
              <Latency ms={call.latencyMs} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

/** The rule's pointer, leading to its place in the editor. */
export function RuleLink({ call }: { call: CallLine }) {
  if (call.rule === '') return <span className="text-13 text-ink-3">No rule</span>
  return (
    <Link
      href={ruleUrl(call)}
      title={`${call.rule}: ${reasonText(call.reason)}`}
      className="code relative z-10 inline-block max-w-full truncate rounded-sm align-middle text-13 text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink"
    >
      {call.rule}
    </Link>
  )
}
