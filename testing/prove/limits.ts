// The limits that are put under load, once as a table: the policy is written from it, and so is what the
// upstream's journal is counted against. Amounts are whole hundredths, so that sums are exact.
import type { ListedTool } from '../upstream.ts'

type Scope = 'grant' | 'session' | 'user' | 'server' | 'organisation'
export type Limit = {
  readonly counter: string
  readonly scope: Scope
  /** As the policy says it, and its length in seconds; a day is a calendar day of UTC. */
  readonly window: string
  readonly seconds: number
  readonly isSliding: boolean
  /** In hundredths: one call without an amount is 100. */
  readonly max: number
}
export type LimitedTool = {
  readonly tool: string
  readonly limits: readonly Limit[]
  /** What a call may take, in hundredths; null where each call counts one. */
  readonly amounts: readonly number[] | null
  /** Called in a legacy session, which is then what is counted for. */
  readonly inSession: boolean
}

const DAY = ['day', 86_400] as const
const MINUTE = ['minute', 60] as const
const seconds = (count: number) => [`${count}s`, count] as const

function limit(
  counter: string,
  max: number,
  [window, length]: readonly [string, number],
  scope: Scope = 'grant',
  isSliding = false,
): Limit {
  return { counter, scope, window, seconds: length, isSliding, max: max * 100 }
}
function tool(name: string, limits: readonly Limit[], more: Partial<LimitedTool> = {}): LimitedTool {
  return { tool: name, limits, amounts: null, inSession: false, ...more }
}

const SHARED = limit('shared', 30, DAY)
const AMOUNTS = [25, 50, 75, 125]

export const LIMITED: readonly LimitedTool[] = [
  tool('per_day', [limit('per_day', 40, DAY)]),
  tool('per_minute', [limit('per_minute', 15, MINUTE)]),
  tool('per_seconds', [limit('per_seconds', 6, seconds(2), 'server')]),
  tool('sliding', [limit('sliding', 4, seconds(3), 'grant', true)]),
  tool('sliding_user', [limit('sliding_user', 20, seconds(7), 'user', true)]),
  tool('sliding_day', [limit('sliding_day', 25, DAY, 'grant', true)]),
  tool('amount_day', [limit('amount_day', 60, DAY, 'organisation')], { amounts: AMOUNTS }),
  tool('amount_sliding', [limit('amount_sliding', 3, seconds(4), 'grant', true)], { amounts: AMOUNTS }),
  // All or nothing: whatever the second refuses must leave the first as it was.
  tool('two', [limit('two_day', 10, DAY), limit('two_seconds', 6, seconds(1), 'organisation')]),
  tool('two_back', [limit('two_back', 6, seconds(1), 'organisation', true), limit('two_back_day', 10, DAY)]),
  // One counter of two tools.
  tool('shared_a', [SHARED]),
  tool('shared_b', [SHARED]),
  tool('in_session', [limit('in_session', 20, DAY, 'session')], { inSession: true }),
  tool('one', [limit('one', 1, DAY)]),
  tool('never', [limit('never', 0, DAY)]),
]

/** What the upstream lists: the limited tools, and two for the other experiments. */
export const TOOLS: readonly ListedTool[] = [...LIMITED.map(({ tool: name }) => name), 'free', 'pinned'].map(
  (name) => ({
    name,
    description: 'A tool of the proof.',
    inputSchema: { type: 'object', properties: { amount: { type: 'number' } } },
  }),
)

/** The policy that says the table. */
export function limitsPolicy(): object {
  const entry = ({ limits, amounts }: LimitedTool) => ({
    limits: limits.map((each) => ({
      counter: each.counter,
      window: each.window,
      max: each.max / 100,
      ...(each.scope !== 'grant' && { scope: each.scope }),
      ...(each.isSliding && { algorithm: 'sliding' }),
      ...(amounts && { increment_from: 'args.amount' }),
    })),
  })
  const tools = Object.fromEntries(LIMITED.map((each) => [each.tool, entry(each)]))
  return { version: '1', default: 'deny', tools }
}

/** Who a call is counted for: its grant and session, each by the name that the load has for it. */
export type Caller = { readonly organisation: string; readonly grant: string; readonly session: string }

/** The one count that a limit takes from for a caller. */
export function countOf({ counter, scope }: Limit, caller: Caller): string {
  const whom =
    scope === 'grant'
      ? caller.grant
      : scope === 'session'
        ? `${caller.grant} ${caller.session}`
        : // Each organisation of the proof has one server and one person.
          caller.organisation
  return `${scope} ${whom} ${counter}`
}
