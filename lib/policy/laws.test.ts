// Laws that need no oracle: what may never happen, whatever the document and the call.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { governorIn } from './edit/placement.ts'
import {
  compilePolicy,
  edit,
  evaluate,
  isListed,
  type Policy,
  parsePolicy,
  parsePolicyText,
  type ToolCall,
} from './index.ts'
import { approvalValue, limitValue, ruleValue, toolName, trials } from './testing/arbitraries.ts'
import { runs } from './testing/runs.ts'

const passes = (policy: Policy, call: ToolCall, approved: boolean): boolean =>
  evaluate(compilePolicy(policy), call, { approved }).effect === 'allow'

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return isJsonObject(value) ? value : jsonObject()
}
function put(object: JsonObject, key: string, value: Json): JsonObject {
  return jsonObject([...Object.entries(object).filter(([each]) => each !== key), [key, value]])
}

/** The document with one rule more in an entry (or in all_tools); invalid where a shorthand stands there. */
function withRule(document: JsonObject, entry: string | null, list: string, value: Json): JsonObject {
  const add = (given: JsonObject): JsonObject => {
    const before = Object.hasOwn(given, list) ? given[list] : undefined
    if (list === 'require_approval') return put(given, list, value)
    return put(given, list, [...(Array.isArray(before) ? before : []), value])
  }
  if (entry === null) return put(document, 'all_tools', add(objectAt(document, 'all_tools')))
  const tools = objectAt(document, 'tools')
  return put(document, 'tools', put(tools, entry, add(objectAt(tools, entry))))
}

const addition = fc.oneof(
  fc.tuple(fc.constantFrom('require', 'deny_if'), ruleValue),
  fc.tuple(fc.constant('limits'), limitValue),
  fc.tuple(fc.constant('require_approval'), approvalValue),
)

describe('[E12] more rules never let more pass', () => {
  it('a rule, a limit or a first approval more, in all_tools or the governing entry', () => {
    let compared = 0
    fc.assert(
      fc.property(trials(6), addition, fc.boolean(), ({ document, policy, calls }, [list, value], all) => {
        for (const call of calls) {
          const governor = governorIn(policy)(call.name)
          if (!all && governor === null) continue
          const entry = all ? policy.all_tools : policy.tools.get(governor ?? '')
          // Another approval in place of one is not one more.
          if (list === 'require_approval' && entry?.require_approval) continue
          const after = parsePolicy(withRule(document, all ? null : governor, list, value))
          if (!after.ok) continue
          for (const approved of [false, true]) {
            if (passes(policy, call, approved)) continue
            compared++
            expect(passes(after.value, call, approved)).toBe(false)
          }
        }
      }),
      runs(3000),
    )
    expect(compared).toBeGreaterThan(3000)
  }, 120_000)

  it('a name more in hide', () => {
    fc.assert(
      fc.property(trials(6), fc.oneof(toolName, fc.constantFrom('*', 'read*')), ({ policy, calls }, name) => {
        const hiding: Policy = { ...policy, hide: [...policy.hide, name] }
        for (const call of calls)
          if (!passes(policy, call, true)) expect(passes(hiding, call, true)).toBe(false)
      }),
      runs(1500),
    )
  }, 120_000)
})

describe('[E14] listing', () => {
  it('a tool that is not listed is refused for every call', () => {
    fc.assert(
      fc.property(trials(6), ({ policy, calls }) => {
        const compiled = compilePolicy(policy)
        for (const call of calls)
          if (call.tool && !isListed(compiled, call.tool))
            expect(evaluate(compiled, call).effect).not.toBe('allow')
      }),
      runs(1500),
    )
  }, 120_000)

  it('what E2 to E5 or an unconditional deny_if refuse is not listed', () => {
    const early = ['unknown-tool', 'hidden', 'definition-changed', 'not-listed']
    fc.assert(
      fc.property(trials(6), ({ policy, calls }) => {
        const compiled = compilePolicy(policy)
        for (const call of calls) {
          if (!call.tool) continue
          const entry = policy.tools.get(governorIn(policy)(call.name) ?? '')
          const rules = [...policy.all_tools.deny_if, ...(entry?.deny_if ?? [])]
          const always = rules.some((rule) => rule.conditions.length === 0)
          if (always || early.includes(evaluate(compiled, call).reason))
            expect(isListed(compiled, call.tool)).toBe(false)
        }
      }),
      runs(1500),
    )
  }, 120_000)
})

describe('[M4][T4] a copy of a glob’s rules', () => {
  it('keeps the limits that the glob counted under the glob’s counter, to the last digit', () => {
    const text =
      '{"version":"1","default":"deny","tools":{"get_*":{"rate_limit":"900719925474099.300000000000001/minute"}}}'
    const after = parsePolicyText(edit(text, { type: 'move', tools: ['get_a'], to: 'approve' }).text)
    if (!after.ok) throw new Error(after.issues[0].message)
    const [own, glob] = ['get_a', 'get_*'].map((name) => after.value.policy.tools.get(name)?.limits)
    expect(own).toEqual(glob)
    expect(own).toMatchObject([{ counter: 'get_*_rate', window: 'minute' }])
  })
})
