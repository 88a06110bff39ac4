// What a rule makes of an example call: the gateway's own evaluator and counters, nothing of their like.
import { fromPlain, isJsonObject, jsonObject } from '#lib/json/index.ts'
import {
  allowsMethod,
  type CompiledPolicy,
  compilePolicy,
  convertText,
  drawFrom,
  evaluate,
  limitRefusal,
  newCounters,
  parsePolicyText,
  type ToolCall,
} from '#lib/policy/index.ts'
import type { ExampleCall, Rule, Verdict } from './attack.ts'

/** Any fixed instant will do; the examples do not depend on the time. Milliseconds since the epoch. */
const AT = Date.UTC(2026, 0, 5, 10)
const COUNTED = { grant: 'example', session: 'example', user: 'example', server: 'example' }

/** A verdict with the sentence that the agent reads; '' for an allow. */
export type Judged = Verdict & { readonly message: string }

/** The document as it is shown and copied, in both notations. */
export function ruleTexts({ document }: Rule): { json: string; yaml: string } {
  const json = `${JSON.stringify(document, null, 2)}\n`
  const converted = convertText(json, 'json', 'yaml')
  if ('issues' in converted) throw new Error(`The document is no JSON: ${converted.issues[0].message}`)
  return { json, yaml: converted.text }
}

/** Decides an example call under its rule. @throws if the document is no policy, which a test rules out */
export function judgeExample(rule: Rule, example: ExampleCall): Judged {
  const parsed = parsePolicyText(JSON.stringify(rule.document))
  if (!parsed.ok)
    throw new Error(parsed.issues.map((issue) => `${issue.pointer} ${issue.message}`).join('; '))
  const policy = compilePolicy(parsed.value.policy)
  if ('method' in example.calls) {
    const { allowed, rule: pointer, message } = allowsMethod(policy, example.calls.method)
    return { effect: allowed ? 'allow' : 'deny', rule: allowed ? '' : pointer, message }
  }
  return judgeCall(policy, example, example.calls)
}

function judgeCall(
  policy: CompiledPolicy,
  { state = 'pinned', declared, before = 0 }: ExampleCall,
  calls: Exclude<ExampleCall['calls'], { method: unknown }>,
): Judged {
  const given = fromPlain(calls.arguments)
  const call: ToolCall = {
    name: calls.tool,
    tool: {
      name: calls.tool,
      state,
      category: 'Other',
      severity: 'Low',
      declared: declared ?? Object.keys(calls.arguments),
    },
    arguments: isJsonObject(given) ? given : jsonObject(),
    grant: { label: 'example', tags: [] },
    client: {},
    user: {},
    at: AT,
  }
  const decision = evaluate(policy, call)
  const { effect, rule, message, draws } = decision
  if (effect !== 'allow') return { effect, rule, message }
  const counters = newCounters()
  for (let made = 0; made <= before; made++) {
    const drawn = drawFrom(counters, draws, COUNTED, AT)
    if (!drawn.ok)
      return {
        effect: 'deny',
        rule: drawn.draw.rule,
        message: limitRefusal(drawn.draw, drawn.remaining, new Date(drawn.resetAt)),
      }
  }
  return { effect, rule: '', message: '' }
}
