// One condition of an Intercept rule (O4): what must hold for the call to pass.
import { isJsonNumber, type Json, type JsonObject, jsonObject, member, numberText } from '#lib/json/index.ts'
import { pathText } from '../evaluate/path.ts'
import { type Comparison, OPERATORS } from '../policy.ts'
import { importOperand } from './operand.ts'

export type ImportedCondition =
  | { readonly kind: 'argument'; readonly comparison: Comparison }
  /** At most `max` on the rule's own counter; `below` where it was written as less than that. */
  | { readonly kind: 'bound'; readonly max: number; readonly below: number | null }
  | { readonly kind: 'problem'; readonly problem: string }

/**
 * @param ownCounter the path of the rule's own counter, or null for a rule without one
 * @param isDoubtful whether the value is one that Intercept's reader of YAML takes for something else
 */
export function importCondition(
  value: JsonObject,
  ownCounter: string | null,
  isDoubtful: boolean,
): ImportedCondition {
  const unknown = Object.keys(value).find((key) => !['path', 'op', 'value'].includes(key))
  const path = member(value, 'path')
  const op = member(value, 'op')
  if (unknown !== undefined) return problem(`“${unknown}” is no part of a condition`)
  if (typeof path !== 'string' || typeof op !== 'string')
    return problem('a condition has a path and an operator')
  if (path.startsWith('state.')) return importBound(path === ownCounter, op, member(value, 'value'))
  const written = importPath(path)
  if (written === null) return problem(`“${path}” is no path to an argument`)
  if (isDoubtful) return problem('readers of YAML disagree on this value; write it in quotes')
  const known = OPERATORS.find((each) => each === op)
  const operand = importOperand(op, member(value, 'value'))
  if (!known || 'problem' in operand)
    return problem('problem' in operand ? operand.problem : `“${op}” is no operator`)
  return { kind: 'argument', comparison: { path: written, op: known, value: operand.value } }
}

/** The comparison as it is written. */
export function comparisonJson({ path, op, value = null }: Comparison): JsonObject {
  return jsonObject([
    ['path', path],
    ['op', op],
    ['value', value],
  ])
}

/** Intercept's paths are keys between dots, whatever else the keys hold; null for what is no path of an argument. */
export function importPath(path: string): string | null {
  if (!path.startsWith('args.')) return null
  return argumentPath(path.slice('args.'.length).split('.'))
}

/** The path to an argument, or to a key within it. */
export function argumentPath(keys: readonly string[]): string {
  return pathText({ root: 'args', steps: keys.map((key) => ({ kind: 'key', key, folded: '' })) })
}

function importBound(isOwn: boolean, op: string, value: Json | undefined): ImportedCondition {
  if (!isOwn || (op !== 'lt' && op !== 'lte'))
    return problem(
      'a counter can be bounded by the rule that counts it, with lt or lte, and asked for nothing else',
    )
  const bound = isJsonNumber(value) ? Math.trunc(Number(numberText(value))) : Number.NaN
  if (!Number.isSafeInteger(bound)) return problem(`“${op}” on a counter takes a number`)
  return op === 'lt'
    ? { kind: 'bound', max: bound - 1, below: bound }
    : { kind: 'bound', max: bound, below: null }
}

function problem(text: string): ImportedCondition {
  return { kind: 'problem', problem: text }
}
