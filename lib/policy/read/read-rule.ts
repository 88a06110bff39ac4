// Rules and their conditions (C): `{conditions, on_deny}`, comparisons, and `any_of`.
import { isJsonObject, type Json, member } from '#lib/json/index.ts'
import { parsePath } from '../evaluate/path.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { type Comparison, type Condition, OPERATORS, type Operator, type Rule } from '../policy.ts'
import { KEY_WORDS, keysOf } from './keys.ts'
import {
  has,
  type Members,
  nearest,
  readList,
  readMembers,
  readString,
  requireMember,
  typeWords,
} from './members.ts'
import { checkOperand } from './operand.ts'

export const MAX_CONDITIONS = 32

export function readRule(value: Json, at: string, report: Report): Rule | null {
  const members = readMembers(value, at, keysOf(KEY_WORDS.rule), report)
  if (!members) return null
  requireMember(members, 'conditions', 'A rule has a list of conditions; an empty one is always true.')
  const onDeny = readString(members, 'on_deny')
  return { conditions: readConditions(members), ...(onDeny === undefined ? {} : { on_deny: onDeny }) }
}

export function readConditions(members: Members): Condition[] {
  const at = childPointer(members.at, 'conditions')
  const conditions: Condition[] = []
  for (const [index, value] of readList(members, 'conditions').entries()) {
    const condition = readCondition(value, childPointer(at, index), members.report)
    if (condition) conditions.push(condition)
  }
  const count = conditions.reduce((sum, each) => sum + ('any_of' in each ? each.any_of.length : 1), 0)
  if (count > MAX_CONDITIONS)
    members.report(
      at,
      'too-many',
      `A rule has at most ${MAX_CONDITIONS} conditions, and this one has ${count}.`,
    )
  return conditions
}

function readCondition(value: Json, at: string, report: Report): Condition | null {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'any_of')) return readComparison(value, at, report)
  const members = readMembers(value, at, keysOf(KEY_WORDS.any_of), report)
  if (!members) return null
  const list = childPointer(at, 'any_of')
  const elements = readList(members, 'any_of')
  if (Array.isArray(value.any_of) && elements.length === 0)
    report(list, 'wrong-value', '“any_of” holds at least one condition.')
  const comparisons: Comparison[] = []
  for (const [index, element] of elements.entries()) {
    const comparison = readComparison(element, childPointer(list, index), report)
    if (comparison) comparisons.push(comparison)
  }
  return { any_of: comparisons }
}

function readComparison(value: Json, at: string, report: Report): Comparison | null {
  const members = readMembers(value, at, keysOf(KEY_WORDS.comparison), report)
  if (!members) return null
  const path = readPath(members)
  const op = readOperator(members)
  if (op === null) return null
  if (op !== 'exists') requireMember(members, 'value', `“${op}” compares with a value.`)
  if (!has(members, 'value')) return { path, op }
  const operand = member(members.object, 'value') ?? null
  checkOperand(op, operand, childPointer(at, 'value'), report)
  return { path, op, value: operand }
}

function readPath(members: Members): string {
  if (!requireMember(members, 'path', 'A condition has a path, such as "args.amount".')) return ''
  const text = readString(members, 'path')
  const problem = text === undefined ? null : parsePath(text)
  if (text !== undefined && typeof problem === 'string') {
    const pointer = childPointer(members.at, 'path')
    // `amount` and `$.amount` are what people write who know other languages.
    const rooted = `args.${text.replace(/^\$?\.?/, '')}`
    const fix =
      typeof parsePath(rooted) === 'string'
        ? undefined
        : { label: `Change to "${rooted}"`, command: { type: 'set', pointer, value: rooted } as const }
    members.report(pointer, 'bad-path', problem, fix)
  }
  return text ?? ''
}

const OTHER_SPELLINGS: Readonly<Record<string, Operator>> = {
  '==': 'eq',
  '=': 'eq',
  equals: 'eq',
  is: 'eq',
  '!=': 'neq',
  '<>': 'neq',
  ne: 'neq',
  not_equals: 'neq',
  '<': 'lt',
  '<=': 'lte',
  le: 'lte',
  '>': 'gt',
  '>=': 'gte',
  ge: 'gte',
  nin: 'not_in',
  matches: 'regex',
  match: 'regex',
  includes: 'contains',
}

function readOperator(members: Members): Operator | null {
  if (!requireMember(members, 'op', `A condition has an operator: ${OPERATORS.join(', ')}.`)) return null
  const op = member(members.object, 'op')
  const known = OPERATORS.find((each) => each === op)
  if (known) return known
  const pointer = childPointer(members.at, 'op')
  if (typeof op !== 'string') {
    members.report(pointer, 'wrong-type', `“op” is a text, not ${typeWords(op)}.`)
    return null
  }
  const other = Object.hasOwn(OTHER_SPELLINGS, op) ? OTHER_SPELLINGS[op] : undefined
  const near = other ?? nearest(op, OPERATORS)
  members.report(
    pointer,
    'wrong-value',
    `“${op}” is no operator. ${near ? `Did you mean "${near}"?` : `Known: ${OPERATORS.join(', ')}.`}`,
    near ? { label: `Change to "${near}"`, command: { type: 'set', pointer, value: near } } : undefined,
  )
  return null
}
