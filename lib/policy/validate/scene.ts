// What every check looks at: the policy, the tools of its server, who governs what, and where paths lead.
import type { Category, Severity, ToolState } from '../call.ts'
import { governorIn, hiderIn } from '../edit/placement.ts'
import type { Report } from '../issue.ts'
import type { Condition, Entry, Limit, Policy, Scope } from '../policy.ts'
import { factReach } from './facts.ts'
import { type Choice, type PreparedComparison, prepare } from './prepared.ts'
import { type Reach, reachArguments } from './reach.ts'

/** A tool as the validator needs it. */
export type ValidatedTool = {
  readonly name: string
  readonly inputSchema: unknown
  readonly category: Category
  readonly severity: Severity
  readonly state: ToolState
}

export type Scene = {
  readonly policy: Policy
  /** The tools of the server's last list. Without any, only what needs none is said. */
  readonly tools: readonly ValidatedTool[]
  /** By the name or glob that governs them; null for those that fall to `default`. */
  readonly governed: ReadonlyMap<string | null, readonly ValidatedTool[]>
  readonly hiddenBy: (tool: string) => string | null
  /** How many members may approve, where that is known. */
  readonly approvers: number | undefined
  readonly warn: Report
  readonly error: Report
  /** The limits of one count (L5), each with its entry; null is `all_tools`. */
  readonly limitsOf: (counter: string, scope: Scope) => readonly OwnedLimit[]
  /** The conditions that stand at a place, made ready once. */
  readonly prepare: (conditions: readonly Condition[], at: string) => readonly Choice[]
  /** Where the path leads in the tool's arguments, or in any arguments. */
  readonly reach: (tool: ValidatedTool | null, comparison: PreparedComparison) => Reach
}

export type OwnedLimit = { readonly name: string | null; readonly limit: Limit }

/** An entry with where it stands; `name` is null for `all_tools`. */
export type PlacedEntry = {
  readonly name: string | null
  readonly at: string
  readonly entry: Entry
  /** The tools that it applies to, hidden ones included. */
  readonly tools: readonly ValidatedTool[]
}

export function sceneOf(
  policy: Policy,
  tools: readonly ValidatedTool[],
  approvers: number | undefined,
  notes: { readonly warn: Report; readonly error: Report },
): Scene {
  const present = tools.filter((tool) => tool.state !== 'gone')
  const governs = governorIn(policy)
  const governed = new Map<string | null, ValidatedTool[]>()
  for (const tool of present) {
    const governor = governs(tool.name)
    const others = governed.get(governor)
    if (others) others.push(tool)
    else governed.set(governor, [tool])
  }
  return {
    policy,
    tools: present,
    governed,
    hiddenBy: hiderIn(policy),
    approvers,
    ...notes,
    limitsOf: countsOf(policy),
    prepare: preparesOnce(),
    reach: reachesOnce(),
  }
}

function preparesOnce(): Scene['prepare'] {
  const known = new Map<readonly Condition[], readonly Choice[]>()
  return (conditions, at) => {
    const ready = known.get(conditions) ?? prepare(conditions, at)
    known.set(conditions, ready)
    return ready
  }
}

/** Many rules look at one place, so where a path leads is found out once for each tool. */
function reachesOnce(): Scene['reach'] {
  const known = new Map<ValidatedTool, Map<string, Reach>>()
  return (tool, { path, text }) => {
    if (path.root !== 'args' || !tool) return factReach(path, tool)
    const own = known.get(tool) ?? new Map<string, Reach>()
    known.set(tool, own)
    const found = own.get(text) ?? reachArguments(tool.inputSchema, path.steps)
    own.set(text, found)
    return found
  }
}

function countsOf(policy: Policy): Scene['limitsOf'] {
  const counts = new Map<string, OwnedLimit[]>()
  for (const [name, entry] of [[null, policy.all_tools] as const, ...policy.tools])
    for (const limit of entry.limits) {
      const key = `${limit.scope} ${limit.counter}`
      const others = counts.get(key)
      if (others) others.push({ name, limit })
      else counts.set(key, [{ name, limit }])
    }
  return (counter, scope) => counts.get(`${scope} ${counter}`) ?? []
}
