// C3–C6 as one table, written by hand from the rules: every operator × every JSON type × absent, and what
// each of the three lists makes of it. T is true, F is false, ? is unknown.
import { describe, expect, it } from 'vitest'
import { isJsonObject, type JsonObject, parseJson } from '#lib/json/index.ts'
import { compilePolicy, evaluate, OPERATORS, type ToolCall } from './index.ts'
import { callOf, policyOf } from './testing/examples.ts'
import { oracle } from './testing/oracle.ts'

const ARGUMENTS = {
  absent: '{}',
  null: '{"a":null}',
  boolean: '{"a":true}',
  number: '{"a":5}',
  text: '{"a":"s"}',
  path: '{"a":"/srv/x"}',
  address: '{"a":"https://example.com/x"}',
  array: '{"a":[5]}',
  object: '{"a":{"b":5}}',
}

//                  absent null boolean number text path address array object
const TABLE = `
eq null               F     T     F      F      F    F     F      F     F
eq true               F     ?     T      ?      ?    ?     ?      ?     ?
eq false              F     ?     F      ?      ?    ?     ?      ?     ?
eq 5.0                F     ?     ?      T      ?    ?     ?      ?     ?
eq 6                  F     ?     ?      F      ?    ?     ?      ?     ?
eq "s"                F     ?     ?      ?      T    F     F      ?     ?
eq [5]                F     ?     ?      ?      ?    ?     ?      T     ?
eq ["5"]              F     ?     ?      ?      ?    ?     ?      F     ?
eq {"b":5}            F     ?     ?      ?      ?    ?     ?      ?     T
eq {}                 F     ?     ?      ?      ?    ?     ?      ?     F
neq null              ?     F     T      T      T    T     T      T     T
neq true              ?     ?     F      ?      ?    ?     ?      ?     ?
neq false             ?     ?     T      ?      ?    ?     ?      ?     ?
neq 5.0               ?     ?     ?      F      ?    ?     ?      ?     ?
neq 6                 ?     ?     ?      T      ?    ?     ?      ?     ?
neq "s"               ?     ?     ?      ?      F    T     T      ?     ?
neq [5]               ?     ?     ?      ?      ?    ?     ?      F     ?
neq ["5"]             ?     ?     ?      ?      ?    ?     ?      T     ?
neq {"b":5}           ?     ?     ?      ?      ?    ?     ?      ?     F
neq {}                ?     ?     ?      ?      ?    ?     ?      ?     T
in []                 F     ?     ?      ?      ?    ?     ?      ?     ?
in [null]             F     T     F      F      F    F     F      F     F
in [null,5]           F     T     ?      T      ?    ?     ?      ?     ?
in [true,"s"]         F     ?     T      ?      T    F     F      ?     ?
in [[5],{"b":5}]      F     ?     ?      ?      ?    ?     ?      T     T
in [6,[6],{"b":6}]    F     ?     ?      F      ?    ?     ?      F     F
not_in []             ?     ?     ?      ?      ?    ?     ?      ?     ?
not_in [null]         ?     F     T      T      T    T     T      T     T
not_in [null,5]       ?     F     ?      F      ?    ?     ?      ?     ?
not_in [true,"s"]     ?     ?     F      ?      F    T     T      ?     ?
not_in [[5],{"b":5}]  ?     ?     ?      ?      ?    ?     ?      F     F
not_in [6,[6],{"b":6}] ?    ?     ?      T      ?    ?     ?      T     T
lt 6                  F     ?     ?      T      ?    ?     ?      ?     ?
lt 5                  F     ?     ?      F      ?    ?     ?      ?     ?
lte 5                 F     ?     ?      T      ?    ?     ?      ?     ?
lte 4                 F     ?     ?      F      ?    ?     ?      ?     ?
gt 4                  F     ?     ?      T      ?    ?     ?      ?     ?
gt 5                  F     ?     ?      F      ?    ?     ?      ?     ?
gte 5                 F     ?     ?      T      ?    ?     ?      ?     ?
gte 6                 F     ?     ?      F      ?    ?     ?      ?     ?
exists true           F     F     T      T      T    T     T      T     T
exists false          T     T     F      F      F    F     F      F     F
regex "s"             F     ?     ?      ?      T    T     T      ?     ?
regex "^s$"           F     ?     ?      ?      T    F     F      ?     ?
regex "5|true|null"   F     ?     ?      ?      F    F     F      ?     ?
contains null         F     ?     ?      ?      ?    ?     ?      F     ?
contains true         F     ?     ?      ?      ?    ?     ?      F     ?
contains 5            F     ?     ?      ?      ?    ?     ?      T     ?
contains "s"          F     ?     ?      ?      T    T     T      F     ?
contains "x"          F     ?     ?      ?      F    T     T      F     ?
contains [5]          F     ?     ?      ?      ?    ?     ?      F     ?
contains {"b":5}      F     ?     ?      ?      ?    ?     ?      F     ?
within "/srv"         F     ?     ?      ?      ?    T     ?      ?     ?
within "/etc"         F     ?     ?      ?      ?    F     ?      ?     ?
host_in ["example.com"] F   ?     ?      ?      ?    ?     T      ?     ?
host_in ["*.example.com"] F ?     ?      ?      ?    ?     F      ?     ?
host_in []            F     ?     ?      ?      ?    ?     F      ?     ?`

type Argument = keyof typeof ARGUMENTS
const COLUMNS = Object.keys(ARGUMENTS) as Argument[]
const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [op = '', operand = '', ...truths] = line.trim().split(/\s+/)
    return { op, operand, truths }
  })

/** C6, written out: what a list makes of a truth. */
const RESOLUTION: Record<string, Record<string, string>> = {
  require: { T: 'allowed', F: 'requirement-unmet', '?': 'requirement-unmet' },
  deny_if: { T: 'condition-met', F: 'allowed', '?': 'condition-met' },
  require_approval: { T: 'approval-needed', F: 'allowed', '?': 'approval-needed' },
}

function callWith(text: string): ToolCall {
  const value = parseJson(text)
  if (!isJsonObject(value)) throw new Error('no arguments')
  return { ...callOf('t'), arguments: value }
}

describe('[C3][C4][C5][C6] every operator × every JSON type × absent, in every list', () => {
  const cases = ROWS.flatMap((row) => Object.keys(RESOLUTION).map((list) => ({ ...row, list })))
  it.each(cases)('$op $operand in $list', ({ op, operand, truths, list }) => {
    const rule = `{"conditions":[{"path":"args.a","op":"${op}","value":${operand}}]}`
    const entry = `{"${list}":${list === 'require_approval' ? rule : `[${rule}]`}}`
    const text = `{"version":"1","default":"deny","tools":{"t":${entry}}}`
    const policy = compilePolicy(policyOf(text))
    for (const [index, column] of COLUMNS.entries()) {
      const expected = RESOLUTION[list]?.[truths[index] ?? '']
      const call = callWith(ARGUMENTS[column])
      expect(evaluate(policy, call).reason, column).toBe(expected)
      expect(oracle(parseJson(text) as JsonObject, call).reason, `${column} in the oracle`).toBe(expected)
    }
  })

  it('is complete: no operator, no type and no kind of operand is missing', () => {
    expect([...new Set(ROWS.map(({ op }) => op))].sort()).toEqual([...OPERATORS].sort())
    for (const { op, operand, truths } of ROWS)
      expect(truths, `${op} ${operand}`).toHaveLength(COLUMNS.length)
    for (const { truths } of ROWS) expect(truths.join('')).toMatch(/^[TF?]+$/)
    // What C4 compares as JSON values is compared with an operand of every type.
    const types = ['array', 'boolean', 'null', 'number', 'object', 'string']
    for (const op of ['eq', 'neq', 'contains']) expect(operandTypes(op), op).toEqual(types)
    for (const op of OPERATORS) {
      const seen = new Set(ROWS.filter((row) => row.op === op).flatMap(({ truths }) => truths))
      expect([...seen].sort().join(''), op).toBe(op === 'exists' ? 'FT' : '?FT')
    }
  })
})

function operandTypes(op: string): string[] {
  const operands = ROWS.filter((row) => row.op === op).map(({ operand }): unknown => JSON.parse(operand))
  const type = (value: unknown): string =>
    value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return [...new Set(operands.map(type))].sort()
}
