import { ruleUrl } from '#components/activity/call-view.ts'
import { NavLink } from '#components/ui/nav-link.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { FigureSection } from './figure-section.tsx'
import { LimitBar, NEAR } from './limit-bar.tsx'
import { type NamedView, shareText } from './usage-view.ts'

export type LimitView = {
  readonly server: NamedView
  readonly policyId: string
  readonly rule: string
  readonly counter: string
  readonly scope: string
  readonly window: string
  readonly sliding: boolean
  readonly max: string
  readonly used: string
  readonly remaining: string
  readonly share: number
  readonly resetsAt: Date | null
  readonly grants: readonly NamedView[]
}

const MOST_LIMITS = 20

/** The limits that are used, the fullest first. */
export function LimitsSection({ limits }: { limits: readonly LimitView[] }) {
  const near = limits.filter(({ share }) => share >= NEAR).length
  const finding =
    limits.length === 0
      ? 'No limit is in use just now.'
      : near === 0
        ? 'No limit is near its maximum.'
        : `${near} of ${limits.length} ${limits.length === 1 ? 'limit' : 'limits'} at 80 % or more.`
  return (
    <FigureSection title="Limits in use now" finding={finding}>
      {limits.length === 0 ? null : (
        <Table caption="Limits by how much of them is used">
          <TableHead>
            <tr>
              <HeadCell>Limit</HeadCell>
              <HeadCell className="max-md:hidden">Counted for</HeadCell>
              <HeadCell className="w-40 max-sm:w-28">Used</HeadCell>
              <HeadCell className="text-right max-sm:hidden">Left</HeadCell>
              <HeadCell className="text-right max-md:hidden">Resets</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {limits.slice(0, MOST_LIMITS).map((limit) => (
              <LimitRow key={`${limit.policyId} ${limit.rule} ${limit.grants[0]?.id}`} limit={limit} />
            ))}
          </TableBody>
        </Table>
      )}
    </FigureSection>
  )
}

function LimitRow({ limit }: { limit: LimitView }) {
  const { counter, rule, server, policyId, used, max, remaining, share, resetsAt, scope, window, sliding } =
    limit
  const whole = `${counter}: ${max} per ${sliding ? `any ${window}` : window}`
  return (
    <TableRow>
      <Cell className="max-w-72">
        <NavLink
          href={ruleUrl({ serverId: server.id, tool: toolOf(rule), rule, policyId })}
          className="link block truncate"
          title={rule}
        >
          {whole}
        </NavLink>
        <span className="block truncate text-12 text-ink-3">{server.name}</span>
      </Cell>
      <Cell className="max-w-56 max-md:hidden">
        <span className="block truncate text-13" title={limit.grants.map(({ name }) => name).join(', ')}>
          {limit.grants.length === 1 ? limit.grants[0]?.name : `${limit.grants.length} grants together`}
        </span>
        <span className="block text-12 text-ink-3">for each {scope}</span>
      </Cell>
      <Cell>
        <LimitBar share={share} />
        <span className="mt-1 block whitespace-nowrap text-12 text-ink-2">
          {used} of {max} ({shareText(share, 1)})
        </span>
      </Cell>
      <Cell className="text-right max-sm:hidden">{remaining}</Cell>
      <Cell className="whitespace-nowrap text-right text-13 text-ink-2 max-md:hidden">
        {resetsAt ? <RelativeTime at={resetsAt} /> : '–'}
      </Cell>
    </TableRow>
  )
}

/** The tool of a rule such as `/tools/create_charge/limits/rate`; '' for one of all tools. */
function toolOf(rule: string): string {
  const name = /^\/tools\/([^/]+)\//.exec(rule)?.[1] ?? ''
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}
