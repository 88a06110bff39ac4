// What an organisation's agents did, in figures. Each counts calls as the activity page lists them: a record
// that stands for several equal refusals counts as several.
import { findKept } from '#lib/data/call-spans.ts'
import type { Member, ToolRisk } from '#lib/data/model.ts'
import { findRisks } from '#lib/data/tool-risks.ts'
import { type Counted, countUsage, type Grain, type UsageFilter, type UsageSpan } from '#lib/data/usage.ts'
import { nameGrants, nameServers } from '#lib/data/usage-names.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { type Latency, latencyOf } from './latency.ts'
import { MOST_STEPS, type Range, spanBetween, spanOf } from './span.ts'

export type Tally = {
  readonly calls: number
  readonly allow: number
  readonly deny: number
  readonly await: number
}
/** One step of the time that is counted over; `until` is exclusive. */
export type Step = Tally & { readonly from: Date; readonly until: Date; readonly latency: Latency }
export type Named = { readonly id: string; readonly name: string }
export type Usage = {
  readonly from: Date
  /** Exclusive, and at most one step after now. */
  readonly until: Date
  readonly by: Grain
  /** Without a gap, oldest first. */
  readonly steps: readonly Step[]
  readonly total: Tally
  readonly latency: Latency
  /** Most calls first; those without a call are left out. */
  readonly servers: readonly (Tally & Named)[]
  readonly grants: readonly (Tally & Named)[]
  /** The ten tools, and the ten rules, with the most denied calls. What names neither is in the totals alone. */
  readonly deniedTools: readonly {
    readonly server: Named
    readonly tool: string
    readonly risk: ToolRisk | null
    readonly calls: number
  }[]
  readonly deniedRules: readonly { readonly server: Named; readonly rule: string; readonly calls: number }[]
}
export type AskedSpan = {
  readonly by: Grain
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

/** The usage of a range that ends now, from when calls are kept on. A foreign server or grant has none. */
export async function usageOf(member: Member, range: Range, filter: UsageFilter = {}): Promise<Usage> {
  requirePermission(member, 'calls.read')
  const { now, keptSince } = await findKept(member.organisation)
  return usageIn(member, spanOf(range, now, keptSince), filter)
}

/**
 * The usage between two instants by minute, hour or day (UTC): widened to whole ones, then cut to what is kept.
 * Without an end it ends now, without a beginning it begins 60 minutes, 24 hours or 30 days before the end.
 * @throws Fault invalid-input for an end before its beginning
 */
export async function usageBetween(
  member: Member,
  { by, from, until }: AskedSpan,
  filter: UsageFilter = {},
): Promise<Usage> {
  requirePermission(member, 'calls.read')
  const { now, keptSince } = await findKept(member.organisation)
  const end = until?.getTime() ?? now
  const begin = from?.getTime() ?? end - USUAL_MS[by]
  if (begin > end) throw new Fault('invalid-input', 'The time ends before it begins. Swap from and to.')
  const span = spanBetween(by, begin, end, now, keptSince)
  if ((span.until - span.from) / span.stepMs > MOST_STEPS)
    throw new Fault('invalid-input', 'That is too long a time for one answer. Ask for less, or by day.')
  return usageIn(member, span, filter)
}

const HOUR_MS = 3_600_000
const USUAL_MS: Readonly<Record<Grain, number>> = {
  minute: HOUR_MS,
  hour: 24 * HOUR_MS,
  day: 30 * 24 * HOUR_MS,
}

async function usageIn(member: Member, span: UsageSpan, filter: UsageFilter): Promise<Usage> {
  // No row holds a NUL, and Postgres takes none in a comparison either.
  const none = Object.values(filter).some((value) => value?.includes('\0'))
  const counted: Counted = none
    ? { calls: [], denied: [], latencies: [] }
    : await countUsage(member.organisation, span, filter)
  const [servers, grants, riskOf] = await Promise.all([
    nameServers(member.organisation, [
      ...idsOf(counted.calls, 'serverId'),
      ...counted.denied.map(({ serverId }) => serverId),
    ]),
    nameGrants(member.organisation, idsOf(counted.calls, 'grantId')),
    findRisks(
      member.organisation,
      counted.denied.flatMap(({ serverId, tool }) => (tool === null ? [] : [{ serverId, tool }])),
    ),
  ])
  // What was deleted has its id for a name.
  const named = (names: ReadonlyMap<string, string>, id: string): Named => ({ id, name: names.get(id) ?? id })
  const total = tallyOf(counted.calls.filter(({ step }) => step !== null))
  return {
    from: new Date(span.from),
    until: new Date(span.until),
    by: span.grain,
    steps: stepsOf(counted, span),
    total,
    latency: latencyOf(counted.latencies),
    servers: talliesOf(counted.calls, 'serverId').map(([id, tally]) => ({ ...named(servers, id), ...tally })),
    grants: talliesOf(counted.calls, 'grantId').map(([id, tally]) => ({ ...named(grants, id), ...tally })),
    deniedTools: counted.denied.flatMap(({ serverId, tool, calls }) =>
      tool === null
        ? []
        : [{ server: named(servers, serverId), tool, risk: riskOf({ serverId, tool }), calls }],
    ),
    deniedRules: counted.denied.flatMap(({ serverId, rule, calls }) =>
      rule === null ? [] : [{ server: named(servers, serverId), rule, calls }],
    ),
  }
}

function stepsOf({ calls, latencies }: Counted, { from, until, stepMs }: UsageSpan): Step[] {
  const byStep = grouped(calls, ({ step }) => step)
  const latencyByStep = grouped(latencies, ({ step }) => step)
  return Array.from({ length: Math.ceil((until - from) / stepMs) }, (_, step) => ({
    from: new Date(from + step * stepMs),
    until: new Date(Math.min(from + (step + 1) * stepMs, until)),
    ...tallyOf(byStep.get(step) ?? []),
    latency: latencyOf(latencyByStep.get(step) ?? []),
  }))
}

function talliesOf(calls: Counted['calls'], by: 'serverId' | 'grantId'): [string, Tally][] {
  return [...grouped(calls, (count) => count[by])]
    .flatMap(([id, counts]): [string, Tally][] => (id === null ? [] : [[id, tallyOf(counts)]]))
    .sort(([a, { calls }], [b, other]) => other.calls - calls || (a < b ? -1 : 1))
}

function tallyOf(counts: Counted['calls']): Tally {
  const of = (decision: string) =>
    counts.reduce((sum, count) => (count.decision === decision ? sum + count.calls : sum), 0)
  const tally = { allow: of('allow'), deny: of('deny'), await: of('await') }
  return { calls: tally.allow + tally.deny + tally.await, ...tally }
}

function idsOf(calls: Counted['calls'], by: 'serverId' | 'grantId'): string[] {
  return [...new Set(calls.flatMap((count) => count[by] ?? []))]
}

function grouped<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
