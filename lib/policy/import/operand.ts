// The value of an Intercept condition (O4). Intercept compares numbers as 64-bit floats and everything
// else by its printed form, so that "5" equals 5; here types differ. What passes here must pass there.
import { compareNumbers, isJsonNumber, type Json, JsonNumber, numberText } from '#lib/json/index.ts'

export type Operand = { readonly value: Json } | { readonly problem: string }

const COMPOSITE =
  'Intercept compares a list or an object by its printed form, which is not the same as equality'

/** The value that the operator `op` gets here, or why there is none. */
export function importOperand(op: string, value: Json | undefined): Operand {
  switch (op) {
    case 'eq':
    case 'contains':
      return value === undefined ? { problem: `“${op}” has no value` } : (problemOf(value) ?? { value })
    case 'neq':
      return value === undefined || value === null
        ? { problem: NULL_PROBLEM }
        : (problemOf(value) ?? { value })
    case 'in':
      return listOperand(op, value) ?? { value: value ?? null }
    case 'not_in':
      return listOperand(op, value) ?? excluded(Array.isArray(value) ? value : [])
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return isJsonNumber(value)
        ? (problemOf(value) ?? { value })
        : { problem: `“${op}” compares with a number` }
    case 'exists':
      return typeof value === 'boolean' ? { value } : { problem: '“exists” says true or false' }
    case 'regex':
      return typeof value === 'string' ? { value } : { problem: '“regex” takes a pattern as a text' }
    default:
      return { problem: `“${op}” is no operator of Intercept` }
  }
}

const NULL_PROBLEM =
  'Intercept takes null and the text "<nil>" for equal, so a value other than null cannot be asked for'

function problemOf(value: Json): { problem: string } | null {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null && !(value instanceof JsonNumber)))
    return { problem: COMPOSITE }
  return isJsonNumber(value) && !isPlainDouble(value)
    ? { problem: `${numberText(value)} has more digits than Intercept keeps` }
    : null
}

/** Whether a 64-bit float holds the number exactly as it is written, also among its neighbours. */
function isPlainDouble(value: number | JsonNumber): boolean {
  const double = Number(numberText(value))
  return Math.abs(double) <= Number.MAX_SAFE_INTEGER && compareNumbers(value, double) === 0
}

function listOperand(op: string, value: Json | undefined): { problem: string } | null {
  if (!Array.isArray(value)) return { problem: `“${op}” takes a list of values` }
  if (op === 'not_in' && value.includes(null)) return { problem: NULL_PROBLEM }
  return value.map(problemOf).find((problem) => problem !== null) ?? null
}

/**
 * The operand of `not_in`. Of a type that no element has, a value is refused anyway (C5); but in a
 * list of several types an element must also exclude what Intercept takes for equal to it.
 */
function excluded(list: readonly Json[]): Operand {
  if (new Set(list.map(kindOf)).size < 2) return { value: [...list] }
  const added = list.flatMap((each) => (typeof each === 'string' ? readAs(each) : printedAs(each)))
  return { value: [...list, ...added.filter((each) => !list.includes(each))] }
}

function kindOf(value: Json): string {
  return isJsonNumber(value) ? 'number' : typeof value
}

/** What a text may be the printed form of. */
function readAs(text: string): Json[] {
  if (text === 'true' || text === 'false') return [text === 'true']
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? [number] : []
}

/** The printed forms of a number or a boolean, those of Go's floats (`1e+06`, `1e-05`) included. */
function printedAs(value: Json): Json[] {
  if (!isJsonNumber(value)) return [String(value)]
  const double = Number(numberText(value))
  const [digits = '', exponent = ''] = double.toExponential().split('e')
  const printed = `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`
  return [...new Set([numberText(value), String(double), printed])]
}
