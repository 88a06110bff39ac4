// Laws that need no oracle: what may never happen, whatever the document and the call.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject, jsonObject, parseJson } from '#lib/json/index.ts'
import {
  type Command,
  compareLanes,
  compilePolicy,
  edit,
  evaluate,
  isListed,
  LANES,
  type Policy,
  parsePolicy,
  parsePolicyText,
  placementOf,
  type ToolCall,
} from './index.ts'
import { governorIn } from './placement.ts'
import {
  approvalValue,
  limitValue,
  ruleValue,
  toolCall,
  toolName,
  validDocument,
} from './testing/arbitraries.ts'
import { runs } from './testing/runs.ts'

const someCalls = fc.array(toolCall, { minLength: 4, maxLength: 8 })
const passes = (policy: Policy, call: ToolCall): boolean =>
  evaluate(compilePolicy(policy), call).effect === 'allow'

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
      fc.property(
        validDocument,
        addition,
        fc.boolean(),
        someCalls,
        ({ text, policy }, [list, value], all, calls) => {
          const document = parseJson(text)
          if (!isJsonObject(document)) return
          for (const call of calls) {
            const governor = governorIn(policy)(call.name)
            if (!all && governor === null) continue
            const entry = all ? policy.all_tools : policy.tools.get(governor ?? '')
            // Another approval in place of one is not one more.
            if (list === 'require_approval' && entry?.require_approval) continue
            const after = parsePolicy(withRule(document, all ? null : governor, list, value))
            if (!after.ok || passes(policy, call)) continue
            compared++
            expect(passes(after.value, call)).toBe(false)
          }
        },
      ),
      runs(300),
    )
    expect(compared).toBeGreaterThan(200)
  }, 120_000)

  it('a name more in hide', () => {
    fc.assert(
      fc.property(
        validDocument,
        fc.oneof(toolName, fc.constantFrom('*', 'read*')),
        someCalls,
        ({ policy }, name, calls) => {
          const hiding: Policy = { ...policy, hide: [...policy.hide, name] }
          for (const call of calls) if (!passes(policy, call)) expect(passes(hiding, call)).toBe(false)
        },
      ),
      runs(300),
    )
  }, 120_000)
})

describe('[E14] listing', () => {
  it('a tool that is not listed is refused for every call', () => {
    fc.assert(
      fc.property(validDocument, someCalls, ({ policy }, calls) => {
        const compiled = compilePolicy(policy)
        for (const call of calls)
          if (call.tool && !isListed(compiled, call.tool))
            expect(evaluate(compiled, call).effect).not.toBe('allow')
      }),
      runs(300),
    )
  }, 120_000)

  it('what E2 to E5 or an unconditional deny_if refuse is not listed', () => {
    const early = ['unknown-tool', 'hidden', 'definition-changed', 'not-listed']
    fc.assert(
      fc.property(validDocument, someCalls, ({ policy }, calls) => {
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
      runs(300),
    )
  }, 120_000)
})

describe('[D] moving tools', () => {
  const lane = fc.constantFrom(...LANES)

  it('[D6][M4] to a stricter lane lets nothing through that was refused or had to wait', () => {
    let compared = 0
    fc.assert(
      fc.property(
        validDocument,
        fc.array(toolName, { minLength: 1, maxLength: 3 }),
        lane,
        someCalls,
        ({ text, policy }, tools, to, calls) => {
          const stricter = tools.filter((tool) => compareLanes(to, placementOf(policy, tool).lane) >= 0)
          const result = edit(text, { type: 'move', tools: stricter, to })
          const after = parsePolicyText(result.text)
          expect(after.ok, '[D7]').toBe(true)
          if (!after.ok) return
          for (const call of calls) {
            // Other tools are never touched; these may only become stricter.
            if (!passes(policy, call)) {
              compared++
              expect(passes(after.value.policy, call), result.label).toBe(false)
            } else if (!stricter.includes(call.name)) expect(passes(after.value.policy, call)).toBe(true)
          }
        },
      ),
      runs(300),
    )
    expect(compared).toBeGreaterThan(200)
  }, 120_000)

  it('[D6] adding a rule with the inspector lets nothing more through', () => {
    const command: fc.Arbitrary<(tool: string) => Command> = fc.oneof(
      ruleValue.map(
        (rule) =>
          (tool: string): Command => ({ type: 'add-rule', tool, list: 'require', rule }),
      ),
      ruleValue.map(
        (rule) =>
          (tool: string): Command => ({ type: 'add-rule', tool, list: 'deny_if', rule }),
      ),
      fc.constant((tool: string): Command => ({ type: 'add-limit', tool, max: 5, window: 'hour' })),
      fc.constant((tool: string): Command => ({ type: 'set-strict', tool, value: true })),
      fc.constant((tool: string): Command => ({ type: 'set-reason', tool, reason: 'Ask Ann.' })),
    )
    fc.assert(
      fc.property(validDocument, command, toolName, someCalls, ({ text, policy }, make, tool, calls) => {
        const after = parsePolicyText(edit(text, make(tool)).text)
        if (!after.ok) throw new Error(after.issues[0].message)
        for (const call of calls)
          if (!passes(policy, call)) expect(passes(after.value.policy, call)).toBe(false)
      }),
      runs(300),
    )
  }, 120_000)

  it('[D3] puts each tool into the lane, or says why not', () => {
    fc.assert(
      fc.property(
        validDocument,
        fc.array(toolName, { minLength: 1, maxLength: 4 }),
        lane,
        ({ text }, tools, to) => {
          const result = edit(text, { type: 'move', tools, to })
          const after = parsePolicyText(result.text)
          if (!after.ok) throw new Error(`[D7] ${after.issues[0].message}`)
          const stayed = new Set(result.unmoved.map(({ tool }) => tool))
          for (const tool of tools) {
            const place = placementOf(after.value.policy, tool)
            if (!stayed.has(tool)) expect(place.lane, `${tool}: ${result.label}`).toBe(to)
            if (!stayed.has(tool)) expect(place.byDefault).toBe(false)
          }
          for (const { why } of result.unmoved) expect(why).not.toBe('')
        },
      ),
      runs(300),
    )
  }, 120_000)

  it('[D4] keeps the limits that a glob counted under the glob’s counter', () => {
    const text = '{"version":"1","default":"deny","tools":{"get_*":{"rate_limit":"5/minute"}}}'
    const after = parsePolicyText(edit(text, { type: 'move', tools: ['get_a'], to: 'approve' }).text)
    expect(after.ok && after.value.policy.tools.get('get_a')?.limits).toMatchObject([
      { counter: 'get_*_rate', max: 5, window: 'minute' },
    ])
  })
})
