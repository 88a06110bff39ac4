// Policy tests, run: each call goes through the evaluator and, where it passes, through the counters.
import type { ToolCall, ToolFacts } from '../call.ts'
import type { Decision } from '../decision.ts'
import { type CompiledPolicy, entryFor } from '../evaluate/compile.ts'
import { type Counted, type Counters, drawFrom, newCounters } from '../evaluate/counters.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { type Explanation, explain } from '../explain/explain.ts'
import { limitRefusal } from '../explain/refusal.ts'
import type { Format } from '../source/source-node.ts'
import type { CaseCall, CaseStep, Expectation, PolicyCase } from './cases.ts'

export type CaseFailure = {
  /** The place of the call in the test file. */
  readonly pointer: string
  readonly tool: string
  /** Which of the calls of this step it was, from 1. */
  readonly nth: number
  readonly expected: Expectation
  readonly decided: Required<Expectation>
  /** What is not as expected. */
  readonly differs: readonly (keyof Expectation)[]
  readonly explanation: Explanation
}

export type CaseResult = {
  readonly name: string
  readonly pointer: string
  readonly ok: boolean
  /** The first call that was decided otherwise, or why the case could not be judged. */
  readonly failure: CaseFailure | { readonly pointer: string; readonly problem: string } | null
}

/** A document as it was written. */
export type CaseSource = { readonly text: string; readonly format: Format }

/**
 * Runs cases against a policy. Each case begins with empty counters.
 * @param tools the server's tools; null where they are not known: then every tool is there and accepted
 * @param source the document's text, from which a failure says what would change the decision
 */
export function runPolicyTests(
  policy: CompiledPolicy,
  cases: readonly PolicyCase[],
  tools: readonly ToolFacts[] | null,
  source: CaseSource | null = null,
): CaseResult[] {
  const known = tools && new Map(tools.map((tool) => [tool.name, tool]))
  return cases.map(({ name, pointer, steps }) => {
    const counters = newCounters()
    for (const step of steps) {
      const failure = runStep({ policy, source, known, counters }, step)
      if (failure) return { name, pointer, ok: false, failure }
    }
    return { name, pointer, ok: true, failure: null }
  })
}

type Run = {
  readonly policy: CompiledPolicy
  readonly source: CaseSource | null
  readonly known: ReadonlyMap<string, ToolFacts> | null
  readonly counters: Counters
}

function runStep(run: Run, { pointer, call, expect, repeat }: CaseStep): CaseResult['failure'] {
  const { policy, source, known } = run
  if (!known && entryFor(policy, call.tool)?.strict)
    return {
      pointer,
      problem: `“strict_arguments” looks at the input schema of ${call.tool}. Name a file with the server’s tools.`,
    }
  const asked = toolCallOf(call, known)
  for (let nth = 1; nth <= repeat; nth++) {
    const { decision, remaining } = decideWith(run, asked, call)
    const { effect, rule, reason, message } = decision
    const decided = { effect, rule, reason, message }
    const differs = DECIDED.filter((key) => expect[key] !== undefined && expect[key] !== decided[key])
    if (differs.length === 0) continue
    const format = source?.format
    const explanation = explain(decision, asked, policy, source?.text, { remaining, format })
    return { pointer, tool: call.tool, nth, expected: expect, decided, differs, explanation }
  }
  return null
}

const DECIDED = ['effect', 'rule', 'reason', 'message'] as const

/** The decision after the counters, as admission makes it. */
function decideWith(
  { policy, counters }: Run,
  asked: ToolCall,
  call: CaseCall,
): { decision: Decision; remaining?: string } {
  const decision = evaluate(policy, asked, { approved: call.approved })
  if (decision.effect !== 'allow') return { decision }
  const verdict = drawFrom(counters, decision.draws, countedFor(call), call.at)
  if (verdict.ok) return { decision }
  const { draw, remaining, resetAt } = verdict
  const message = limitRefusal(draw, remaining, new Date(resetAt))
  const refusal = { rule: draw.rule, reason: 'limit-reached', message, draws: [] } as const
  return { decision: { ...decision, effect: 'deny', ...refusal }, remaining }
}

function toolCallOf(call: CaseCall, tools: ReadonlyMap<string, ToolFacts> | null): ToolCall {
  const unknown: ToolFacts = {
    name: call.tool,
    state: 'pinned',
    category: 'Other',
    severity: 'Low',
    declared: [],
  }
  const tool = tools ? tools.get(call.tool) : unknown
  return {
    name: call.tool,
    tool: tool
      ? {
          ...tool,
          state: call.state,
          category: call.category ?? tool.category,
          severity: call.severity ?? tool.severity,
        }
      : null,
    arguments: call.arguments,
    grant: call.grant,
    client: call.client === null ? {} : { name: call.client },
    user: call.user === null ? {} : { email: call.user },
    at: call.at,
  }
}

/** One server; a grant is known by its label, and stands for a user or a session that is not named. */
function countedFor({ grant: { label }, user, session }: CaseCall): Counted {
  return {
    grant: label,
    session: JSON.stringify([label, session]),
    user: JSON.stringify(user === null ? [label] : user),
    server: '',
  }
}
