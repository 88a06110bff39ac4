// A call that nobody made, decided as the gateway would: the same evaluator, the same counters.
import type { JsonObject } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  declaredArguments,
  drawFrom,
  type Explanation,
  evaluate,
  explain,
  type Flip,
  limitRefusal,
  newCounters,
  notationOf,
  type Policy,
  smallestChange,
  type ToolCall,
  withBaseline,
} from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'

/** Who calls, when, and what came before. */
export type Circumstances = {
  readonly label: string
  readonly tags: readonly string[]
  /** '' for a client that does not say its name. */
  readonly client: string
  /** '' for a grant without a person. */
  readonly email: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** A person has approved this very call. */
  readonly approved: boolean
  /** The same call was let through so often in this window before. */
  readonly before: number
}

export type Trial = {
  readonly decision: Decision
  readonly explanation: Explanation
  /** The smallest change of the document that flips it; null where there is none. */
  readonly flip: Flip | null
}

/** Beyond this, more calls before this one only cost time: no limit of people's is so large. */
export const MOST_BEFORE = 10_000

/** @param tool null for a tool that the server does not have @param baseline what holds besides the policy */
export function tryCall(
  { text, policy }: { text: string; policy: Policy },
  name: string,
  tool: EditorTool | null,
  args: JsonObject,
  circumstances: Circumstances,
  baseline: CompiledPolicy | null = null,
): Trial {
  const { label, tags, client, email, at, approved, before } = circumstances
  const call: ToolCall = {
    name,
    tool: tool && {
      ...{ name: tool.name, state: tool.state, category: tool.category, severity: tool.severity },
      declared: declaredArguments(tool.inputSchema),
    },
    arguments: args,
    grant: { label, tags },
    client: client === '' ? {} : { name: client },
    user: email === '' ? {} : { email },
    at,
  }
  const compiled = withBaseline(compilePolicy(policy), baseline)
  const format = notationOf(text)
  const own = evaluate(compiled, call, { approved })
  const full = own.effect === 'allow' ? withoutRoom(own, at, Math.min(before, MOST_BEFORE)) : null
  const decision = full?.decision ?? own
  const remaining = full?.remaining
  return {
    decision,
    explanation: explain(decision, call, compiled, text, { format, remaining }),
    flip: smallestChange(text, call, { decision, remaining, approved, format, baseline }),
  }
}

/** The refusal of the counter that has no room after so many such calls; null where all have. */
function withoutRoom(
  own: Decision,
  at: number,
  before: number,
): { decision: Decision; remaining: string } | null {
  const counters = newCounters()
  // One caller: whom a limit counts for makes no difference.
  const counted = { grant: '', session: '', user: '', server: '' }
  for (let call = 0; call <= before; call++) {
    const verdict = drawFrom(counters, own.draws, counted, at)
    if (verdict.ok) continue
    const { draw, remaining, resetAt } = verdict
    const message = limitRefusal(draw, remaining, new Date(resetAt))
    const decision = { ...own, effect: 'deny', rule: draw.rule, reason: 'limit-reached', message } as const
    return { decision: { ...decision, draws: [] }, remaining }
  }
  return null
}
