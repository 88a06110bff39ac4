// [O6] Hosted documents: whatever else stands in one, its import lets pass no more.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  parseJson,
  serializeJson,
} from '#lib/json/index.ts'
import { allowsMethod, compilePolicy, evaluate, importPolicy, METHOD_GROUPS } from '../index.ts'
import { toolCall, validDocument } from '../testing/arbitraries.ts'
import { policyOf } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'

type Change = (document: JsonObject, entry: JsonObject, rule: JsonObject) => void

/** Words about a thing: nothing changes. */
const LABELS: Change[] = [
  (document) => Object.assign(document, { name: 'Support', metadata: { by: 'Ana' } }),
  (_, entry) => Object.assign(entry, { title: 'Reads', id: 7 }),
  (_, __, rule) => Object.assign(rule, { name: 'one', tags: ['a'] }),
]
/** Whatever these mean, they may only forbid. */
const FORBIDDING: Change[] = [
  (document) => Object.assign(document, { firewall: ['10.0.0.0/8'] }),
  (document) => Object.assign(document, { methods: { files: 'deny' } }),
  (_, entry) => Object.assign(entry, { hide: true }),
  (_, entry) => Object.assign(entry, { only_from: 'office' }),
  (_, entry) => Object.assign(entry, { validate: { required_args: true } }),
  (_, entry) => Object.assign(entry, { spend_limit: '$5/day' }),
  (_, entry) =>
    Object.assign(entry, { deny_if: [{ conditions: [{ path: 'args.a', op: 'near', value: 1 }] }] }),
  (_, entry) => Object.assign(entry, { limits: [{ counter: 'c', window: 'fortnight', max: 1 }] }),
  (_, entry) => Object.assign(entry, { description: 'n'.repeat(5000) }),
  (_, __, rule) => Object.assign(rule, { unless: 'sunny' }),
]

/** The document with changes at one of its entries and rules, and with a label, so that it is no document of ours. */
function changed(text: string, changes: readonly Change[], at: number): string {
  const document = parseJson(text)
  if (!isJsonObject(document)) throw new Error('no object')
  const entries = objectsIn(Object.values(member(document, 'tools') ?? {}))
  const entry = entries[at % Math.max(entries.length, 1)] ?? jsonObject()
  const rules = [entry.deny_if, entry.require].flatMap((list) => (Array.isArray(list) ? objectsIn(list) : []))
  for (const change of changes) change(document, entry, rules[at % Math.max(rules.length, 1)] ?? jsonObject())
  return serializeJson(Object.assign(document, { title: 'Mine' }))
}

function objectsIn(values: readonly Json[]): JsonObject[] {
  return values.filter((value): value is JsonObject => isJsonObject(value))
}

function imported(text: string) {
  const result = importPolicy(text)
  if ('issues' in result) throw new Error(JSON.stringify(result.issues))
  expect(result.kind).toBe('policylayer-json')
  return compilePolicy(policyOf(result.document))
}

/** Patterns close more than names do. */
const hasPattern = (text: string) => /"[^"]*\*[^"]*":/.test(text)

describe('[O1] what a hosted document refuses is refused here', () => {
  it('for any document with what is not known here', () => {
    fc.assert(
      fc.property(
        validDocument,
        fc.subarray([...LABELS, ...FORBIDDING]),
        fc.nat(5),
        fc.array(toolCall, { minLength: 5, maxLength: 10 }),
        ({ text, policy }, changes, at, calls) => {
          const before = compilePolicy(policy)
          const after = imported(changed(text, changes, at))
          for (const call of calls)
            if (evaluate(after, call).effect === 'allow') expect(evaluate(before, call).effect).toBe('allow')
          for (const group of METHOD_GROUPS)
            if (allowsMethod(after, group).allowed) expect(allowsMethod(before, group).allowed).toBe(true)
        },
      ),
      runs(200),
    )
  })

  it('and with mere words about it the decisions are the same', () => {
    fc.assert(
      fc.property(
        validDocument,
        fc.subarray(LABELS),
        fc.nat(5),
        fc.array(toolCall, { minLength: 5, maxLength: 10 }),
        ({ text, policy }, changes, at, calls) => {
          fc.pre(!hasPattern(text))
          const before = compilePolicy(policy)
          const after = imported(changed(text, changes, at))
          for (const call of calls) expect(evaluate(after, call)).toEqual(evaluate(before, call))
        },
      ),
      runs(100),
    )
  })
})
