// What an operator makes of each kind of argument, found by asking the evaluator.

import { fromPlain, isJsonObject, jsonObject } from '#lib/json/index.ts'
import { compilePolicy, evaluate, parsePolicyText } from '#lib/policy/index.ts'

/** Arguments of each kind, in the order of the table's columns. `undefined`: none is given. */
const ARGUMENTS: readonly (readonly unknown[])[] = [
  ['/a/b', '/c'],
  [1, 9],
  [true, false],
  [['a'], ['b', 5]],
  [{ a: 1 }, { a: 2 }],
  [null],
  [undefined],
]

const ANYTHING = ['/a/b', 1, true, ['a'], { a: 1 }, null]
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  eq: ANYTHING,
  neq: ANYTHING,
  in: ANYTHING.map((value) => [value]),
  not_in: ANYTHING.map((value) => [value]),
  lt: [5],
  lte: [5],
  gt: [5],
  gte: [5],
  regex: ['^/a'],
  contains: ['a', 5, null],
  within: ['/a'],
  host_in: [['example.com']],
  exists: [true, false],
}

/** A mark for each kind: ✓ compares, ✓* compares if the value is of that kind, ? cannot be told, – is false. */
export function truthTable(op: string): string[] {
  return ARGUMENTS.map((given) => {
    const asked =
      op === 'host_in'
        ? given.map((each) => (typeof each === 'string' ? 'https://example.com/' : each))
        : given
    const perValue = (VALUES[op] ?? []).map((value) => new Set(asked.map((each) => judge(op, value, each))))
    const tells = perValue.filter((truths) => !truths.has('unknown'))
    if (tells.length === 0) return '?'
    if (tells.length < perValue.length) return '✓*'
    return op !== 'exists' && given[0] === undefined ? '–' : '✓'
  })
}

/** True if `require` lets the call pass, false if `deny_if` does, unknown if neither. */
function judge(op: string, value: unknown, argument: unknown): 'true' | 'false' | 'unknown' {
  const rule = [{ conditions: [{ path: 'args.x', op, value }] }]
  if (passes({ require: rule }, argument)) return 'true'
  return passes({ deny_if: rule }, argument) ? 'false' : 'unknown'
}

function passes(entry: object, argument: unknown): boolean {
  const parsed = parsePolicyText(JSON.stringify({ version: '1', default: 'deny', tools: { t: entry } }))
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  const args = fromPlain(argument === undefined ? {} : { x: argument })
  const call = {
    name: 't',
    tool: { name: 't', state: 'pinned', category: 'Read', severity: 'Low', declared: [] } as const,
    arguments: isJsonObject(args) ? args : jsonObject(),
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at: 0,
  }
  return evaluate(compilePolicy(parsed.value.policy), call).effect === 'allow'
}
