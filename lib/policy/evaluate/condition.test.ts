// C: each row is one condition and one set of arguments. `deny_if` shows the three truths: false lets
// the call pass, true and unknown refuse it; `require` shows true alone. Together they tell all three.
import { describe, expect, it } from 'vitest'
import { type Json, parseJson } from '#lib/json/index.ts'
import { compilePolicy, evaluate, type ToolCall } from '../index.ts'
import { callOf, policyOf } from '../testing/examples.ts'

type Truth = 'true' | 'false' | 'unknown'

/** What a condition comes to in `deny_if` and `require_approval` (some) or in `require` (every). */
function truthOf(
  condition: string,
  args: string,
  mode: 'some' | 'every' = 'some',
  facts: Partial<ToolCall> = {},
): Truth {
  const call = { ...callOf('t', {}, facts), arguments: parseJson(args) as { [key: string]: Json } }
  const refuses = (list: string, conditions: string): boolean => {
    const text = `{"version":"1","default":"deny","tools":{"t":{"${list}":[{"conditions":[${conditions}]}]}}}`
    return evaluate(compilePolicy(policyOf(text)), call).effect === 'deny'
  }
  if (mode === 'every') return refuses('require', condition) ? 'false' : 'true'
  // AND with something true and something false tells unknown from true: unknown AND true is unknown,
  // and only `require` lets true through.
  if (!refuses('deny_if', condition)) return 'false'
  return refuses('require', condition) ? 'unknown' : 'true'
}

const condition = (path: string, op: string, value: string): string =>
  `{"path":${JSON.stringify(path)},"op":"${op}","value":${value}}`

type Row = [path: string, op: string, value: string, args: string, truth: Truth]

const EQUALITY: Row[] = [
  ['args.a', 'eq', '1', '{"a":1.0}', 'true'],
  ['args.a', 'eq', '100', '{"a":1e2}', 'true'],
  ['args.a', 'eq', '0', '{"a":-0}', 'true'],
  ['args.a', 'eq', '0.1', '{"a":0.10}', 'true'],
  ['args.a', 'eq', '9007199254740993', '{"a":9007199254740992}', 'false'],
  ['args.a', 'eq', '9007199254740993', '{"a":9007199254740993}', 'true'],
  ['args.a', 'eq', '5', '{"a":"5"}', 'unknown'],
  ['args.a', 'eq', '"5"', '{"a":5}', 'unknown'],
  ['args.a', 'eq', '"5"', '{"a":"5"}', 'true'],
  ['args.a', 'eq', '"a"', '{"a":"A"}', 'false'],
  ['args.a', 'eq', 'true', '{"a":false}', 'false'],
  ['args.a', 'eq', 'true', '{"a":1}', 'unknown'],
  ['args.a', 'eq', '{"x":1,"y":[2.0]}', '{"a":{"y":[2],"x":1.0}}', 'true'],
  ['args.a', 'eq', '[1,2]', '{"a":[2,1]}', 'false'],
  ['args.a', 'eq', '[1]', '{"a":{}}', 'unknown'],
  ['args.a', 'eq', '1', '{}', 'false'],
  ['args.a', 'eq', '"x"', '{"a":null}', 'unknown'],
  ['args.a', 'eq', 'null', '{"a":null}', 'true'],
  ['args.a', 'eq', 'null', '{"a":"x"}', 'false'],
  ['args.a', 'eq', 'null', '{}', 'false'],
  ['args.a', 'neq', '1', '{"a":2}', 'true'],
  ['args.a', 'neq', '1', '{"a":1.0}', 'false'],
  ['args.a', 'neq', '1', '{"a":"2"}', 'unknown'],
  ['args.a', 'neq', '1', '{}', 'unknown'],
  ['args.a', 'neq', 'null', '{"a":"x"}', 'true'],
  ['args.a', 'neq', 'null', '{}', 'unknown'],
  ['args.a', 'in', '[1,"a"]', '{"a":"a"}', 'true'],
  ['args.a', 'in', '[1,"a"]', '{"a":1.00}', 'true'],
  ['args.a', 'in', '[1,"a"]', '{"a":"b"}', 'false'],
  ['args.a', 'in', '[1,"a"]', '{"a":true}', 'unknown'],
  ['args.a', 'in', '["a",null]', '{"a":5}', 'unknown'],
  ['args.a', 'in', '["a",null]', '{"a":null}', 'true'],
  ['args.a', 'in', '[null]', '{"a":5}', 'false'],
  ['args.a', 'in', '[]', '{"a":5}', 'unknown'],
  ['args.a', 'in', '[1]', '{}', 'false'],
  ['args.a', 'not_in', '["EUR","USD"]', '{"a":"GBP"}', 'true'],
  ['args.a', 'not_in', '["EUR","USD"]', '{"a":"USD"}', 'false'],
  ['args.a', 'not_in', '["EUR","USD"]', '{"a":5}', 'unknown'],
  ['args.a', 'not_in', '["EUR","USD"]', '{}', 'unknown'],
]

const ORDER: Row[] = [
  ['args.a', 'gt', '100', '{"a":100}', 'false'],
  ['args.a', 'gt', '100', '{"a":100.0000000000000000001}', 'true'],
  ['args.a', 'gte', '100', '{"a":1e2}', 'true'],
  ['args.a', 'lt', '0.3', '{"a":0.30}', 'false'],
  ['args.a', 'lte', '0.3', '{"a":0.30}', 'true'],
  ['args.a', 'lt', '0', '{"a":-1e-300}', 'true'],
  ['args.a', 'gt', '9007199254740992', '{"a":9007199254740993}', 'true'],
  ['args.a', 'gt', '100', '{"a":"150"}', 'unknown'],
  ['args.a', 'gt', '100', '{"a":null}', 'unknown'],
  ['args.a', 'gt', '100', '{"a":[150]}', 'unknown'],
  ['args.a', 'gt', '100', '{}', 'false'],
]

const TEXTS: Row[] = [
  ['args.a', 'regex', '"b"', '{"a":"abc"}', 'true'],
  ['args.a', 'regex', '"^b"', '{"a":"abc"}', 'false'],
  ['args.a', 'regex', '"^.$"', '{"a":"😀"}', 'true'],
  ['args.a', 'regex', '"."', '{"a":"\\n"}', 'false'],
  ['args.a', 'regex', '"(?i)STRASSE"', '{"a":"strasse"}', 'true'],
  ['args.a', 'regex', '"5"', '{"a":5}', 'unknown'],
  ['args.a', 'regex', '"x"', '{}', 'false'],
  ['args.a', 'contains', '"b"', '{"a":"abc"}', 'true'],
  ['args.a', 'contains', '"B"', '{"a":"abc"}', 'false'],
  ['args.a', 'contains', '""', '{"a":""}', 'true'],
  ['args.a', 'contains', '5', '{"a":"5"}', 'unknown'],
  ['args.a', 'contains', '1', '{"a":[2,1.0]}', 'true'],
  ['args.a', 'contains', '"1"', '{"a":[1]}', 'false'],
  ['args.a', 'contains', '{"b":1}', '{"a":[{"b":1}]}', 'true'],
  ['args.a', 'contains', 'null', '{"a":[null]}', 'true'],
  ['args.a', 'contains', '"b"', '{"a":{"b":1}}', 'unknown'],
  ['args.a', 'contains', '"b"', '{}', 'false'],
]

const EXISTS: Row[] = [
  ['args.a', 'exists', 'true', '{"a":0}', 'true'],
  ['args.a', 'exists', 'true', '{"a":null}', 'false'],
  ['args.a', 'exists', 'true', '{}', 'false'],
  ['args.a', 'exists', 'false', '{}', 'true'],
  ['args.a', 'exists', 'false', '{"a":null}', 'true'],
  ['args.a', 'exists', 'false', '{"a":""}', 'false'],
  ['args.a', 'exists', 'true', '{"A":1}', 'unknown'],
  ['args.a.b', 'exists', 'true', '{"a":5}', 'unknown'],
  ['args.a.b', 'exists', 'true', '{"a":null}', 'false'],
  ['args.a[0]', 'exists', 'true', '{"a":[]}', 'false'],
  ['args.a[0]', 'exists', 'true', '{"a":{"0":1}}', 'unknown'],
]

const PATHS: Row[] = [
  ['args.a.b', 'eq', '1', '{"a":{"b":1}}', 'true'],
  ['args["a.b"]', 'eq', '1', '{"a.b":1}', 'true'],
  ['args["a.b"]', 'eq', '1', '{"a":{"b":1}}', 'false'],
  ['args.a[1]', 'eq', '2', '{"a":[1,2]}', 'true'],
  ['args.a[2]', 'eq', '2', '{"a":[1,2]}', 'false'],
  ['args.a[2]', 'neq', '2', '{"a":[1,2]}', 'unknown'],
  ['args.a.b', 'eq', '1', '{"a":null}', 'false'],
  ['args.a.b', 'neq', '1', '{"a":null}', 'unknown'],
  ['args.a.b', 'eq', '1', '{"a":"b"}', 'unknown'],
  ['args.a.length', 'gt', '1', '{"a":"text"}', 'unknown'],
  ['args.a.length', 'gt', '1', '{"a":[1,2]}', 'unknown'],
  ['args.a[0]', 'eq', '"t"', '{"a":"text"}', 'unknown'],
  ['args.toString', 'exists', 'true', '{}', 'false'],
  ['args.constructor.name', 'exists', 'true', '{}', 'false'],
  ['args.__proto__', 'exists', 'true', '{}', 'false'],
  ['args.__proto__.a', 'eq', '1', '{"__proto__":{"a":1}}', 'true'],
  ['args.amount', 'gt', '1', '{"Amount":5}', 'unknown'],
  ['args.amount', 'gt', '1', '{"AMOUNT":5,"amount":0}', 'false'],
  ['args.ſum', 'exists', 'true', '{"sum":1}', 'unknown'],
  ['args.key', 'exists', 'true', '{"\\u212aey":1}', 'unknown'],
  ['args.a.b', 'eq', '1', '{"A":{"b":1}}', 'unknown'],
]

describe('[C3][C4] operators', () => {
  it.each([...EQUALITY, ...ORDER, ...TEXTS, ...EXISTS])(
    '%s %s %s on %s is %s',
    (path, op, value, args, truth) => {
      expect(truthOf(condition(path, op, value), args)).toBe(truth)
    },
  )
})

describe('[C1][C2][C5] paths', () => {
  it.each(PATHS)('%s %s %s on %s is %s', (path, op, value, args, truth) => {
    expect(truthOf(condition(path, op, value), args)).toBe(truth)
  })

  it.each<[string, string, Truth, Truth]>([
    ['{"i":[{"p":1},{"p":9}]}', '5', 'true', 'false'],
    ['{"i":[{"p":9},{"p":9}]}', '5', 'true', 'true'],
    ['{"i":[{"p":1}]}', '5', 'false', 'false'],
    ['{"i":[{"p":1},{"p":"9"}]}', '5', 'unknown', 'false'],
    ['{"i":[{"p":"9"},{"p":1}]}', '5', 'unknown', 'false'],
    ['{"i":[{"p":9},{"p":"9"}]}', '5', 'true', 'false'],
    ['{"i":[{"p":1},{}]}', '5', 'false', 'false'],
    ['{"i":[]}', '5', 'false', 'false'],
    ['{"i":null}', '5', 'false', 'false'],
    ['{}', '5', 'false', 'false'],
    ['{"i":{"p":9}}', '5', 'unknown', 'false'],
    ['{"i":[{"P":9}]}', '5', 'unknown', 'false'],
  ])('[*] over %s: p > %s is %s for some and %s for every element', (args, value, some, every) => {
    const some9 = condition('args.i[*].p', 'gt', value)
    const deny = `{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[${some9}]}]}}}`
    const call = { ...callOf('t'), arguments: parseJson(args) as { [key: string]: Json } }
    expect(evaluate(compilePolicy(policyOf(deny)), call).effect).toBe(some === 'false' ? 'allow' : 'deny')
    expect(truthOf(some9, args, 'every')).toBe(every)
  })

  it('[*] twice over asks the elements of every list', () => {
    const twice = condition('args.i[*].j[*]', 'eq', '1')
    expect(truthOf(twice, '{"i":[{"j":[2]},{"j":[3,1]}]}')).not.toBe('false')
    expect(truthOf(twice, '{"i":[{"j":[1]},{"j":[1,1]}]}', 'every')).toBe('true')
    expect(truthOf(twice, '{"i":[{"j":[1]},{"j":[]}]}', 'every')).toBe('false')
  })

  it('an empty list is false even for the absence of a member', () => {
    expect(truthOf(condition('args.i[*].p', 'exists', 'false'), '{"i":[]}')).toBe('false')
    expect(truthOf(condition('args.i[*].p', 'neq', '1'), '{"i":[]}')).toBe('false')
  })
})

describe('[C1][C5] facts besides the arguments', () => {
  it('the weekday is that of UTC, on every day of a week', () => {
    const monday = Date.UTC(2025, 6, 21)
    for (const [day, name] of ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].entries())
      for (const at of [monday + day * 86_400_000, monday + (day + 1) * 86_400_000 - 1])
        expect(truthOf(condition('time.weekday', 'eq', `"${name}"`), '{}', 'some', { at }), name).toBe('true')
  })

  const at = Date.UTC(2025, 6, 20, 23, 59) // a Sunday
  it.each<[string, string, string, Partial<ToolCall>, Truth]>([
    ['grant.label', 'eq', '"support"', {}, 'true'],
    ['grant.tags', 'contains', '"eu"', {}, 'true'],
    ['grant.tags[*]', 'eq', '"test"', { grant: { label: 'x', tags: ['test'] } }, 'true'],
    ['grant.tags[0]', 'eq', '"eu"', {}, 'true'],
    ['grant.label.x', 'exists', 'true', {}, 'unknown'],
    ['client.name', 'eq', '"claude"', {}, 'true'],
    ['client.name', 'eq', '"claude"', { client: {} }, 'unknown'],
    ['client.name', 'neq', '"claude"', { client: {} }, 'unknown'],
    ['user.email', 'regex', '"@example"', {}, 'unknown'],
    ['user.email', 'exists', 'true', {}, 'false'],
    ['user.email', 'exists', 'false', {}, 'true'],
    ['user.email', 'exists', 'true', { user: { email: 'a@example.com' } }, 'true'],
    ['tool.category', 'eq', '"Read"', {}, 'true'],
    ['tool.severity', 'in', '["High","Critical"]', {}, 'false'],
    ['time.hour', 'eq', '23', { at }, 'true'],
    ['time.weekday', 'in', '["sat","sun"]', { at }, 'true'],
    ['time.weekday', 'eq', '"thu"', { at: 0 }, 'true'],
    ['time.hour', 'eq', '23', { at: -1 }, 'true'],
    ['time.weekday', 'eq', '"wed"', { at: -1 }, 'true'],
    ['time.hour', 'gte', '0', { at: Number.NaN }, 'unknown'],
  ])('%s %s %s with %o is %s', (path, op, value, facts, truth) => {
    expect(truthOf(condition(path, op, value), '{}', 'some', facts)).toBe(truth)
  })
})

describe('[C] AND and any_of', () => {
  const TRUE = condition('args.t', 'eq', '1')
  const FALSE = condition('args.t', 'eq', '2')
  const UNKNOWN = condition('args.t', 'eq', '"x"')
  const words = { TRUE, FALSE, UNKNOWN }
  type Word = keyof typeof words
  it.each<[Word, Word, Truth, Truth]>([
    ['TRUE', 'TRUE', 'true', 'true'],
    ['TRUE', 'UNKNOWN', 'unknown', 'true'],
    ['TRUE', 'FALSE', 'false', 'true'],
    ['UNKNOWN', 'UNKNOWN', 'unknown', 'unknown'],
    ['UNKNOWN', 'FALSE', 'false', 'unknown'],
    ['FALSE', 'FALSE', 'false', 'false'],
  ])('%s and %s is %s; either of them is %s', (a, b, and, or) => {
    const args = '{"t":1}'
    for (const [x, y] of [
      [words[a], words[b]],
      [words[b], words[a]],
    ]) {
      expect(truthOf(`${x},${y}`, args)).toBe(and)
      expect(truthOf(`{"any_of":[${x},${y}]}`, args)).toBe(or)
    }
  })
})

describe('[P5] the regex budget', () => {
  // The program of this pattern has a size of 3, so 10⁶ are spent at 333,333 bytes.
  const regex = '{"path":"args.a","op":"regex","value":"a"}'
  it('judges a subject within it, and not beyond', () => {
    expect(truthOf(regex, `{"a":"${'b'.repeat(333_333)}"}`)).toBe('false')
    expect(truthOf(regex, `{"a":"${'b'.repeat(333_334)}"}`)).toBe('unknown')
    expect(truthOf(regex, `{"a":"${'é'.repeat(166_667)}"}`)).toBe('unknown')
  })

  it('is one sum for the whole evaluation, and once it is spent no regex is judged', () => {
    const twice = `${regex},{"path":"args.b","op":"regex","value":"a"}`
    const args = (length: number): string => `{"a":"${'a'.repeat(length)}","b":"a"}`
    expect(truthOf(twice, args(333_332))).toBe('true')
    expect(truthOf(twice, args(333_333))).toBe('unknown')
  })
})
