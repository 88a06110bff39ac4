// The operators as the oracle judges them (SPEC C3–C5), on a value that is there.
import { RE2JS } from 're2js'
import { type Json, JsonNumber } from '#lib/json/index.ts'
import { type Ledger, note } from './ledger.ts'
import { oracleHostIn, oracleWithin } from './oracle-place.ts'
import { equal, fractionOf, kind, order } from './oracle-value.ts'

export type Outcome = 'true' | 'false' | 'unknown'

export function outcome(truth: boolean): Outcome {
  return truth ? 'true' : 'false'
}

export function judge(op: string, value: Json, operand: Json, ledger: Ledger): Outcome {
  switch (op) {
    case 'eq':
      return among(value, [operand], ledger)
    case 'neq':
      return negate(among(value, [operand], ledger))
    case 'in':
      return among(value, Array.isArray(operand) ? operand : [], ledger)
    case 'not_in':
      return negate(among(value, Array.isArray(operand) ? operand : [], ledger))
    case 'contains':
      if (Array.isArray(value)) return outcome(value.some((element) => equal(element, operand)))
      return typeof value === 'string' && typeof operand === 'string'
        ? outcome(value.split(operand).length > 1 || operand === '')
        : 'unknown'
    case 'regex':
      return typeof value === 'string' && typeof operand === 'string'
        ? search(value, operand, ledger)
        : 'unknown'
    case 'within':
      return typeof value === 'string' ? oracleWithin(value, String(operand), ledger) : 'unknown'
    case 'host_in':
      return typeof value === 'string' && Array.isArray(operand)
        ? oracleHostIn(value, operand.map(String), ledger)
        : 'unknown'
    default:
      return compare(op, value, operand, ledger)
  }
}

const patterns = new Map<string, RE2JS>()

function search(value: string, operand: string, ledger: Ledger): Outcome {
  const pattern = patterns.get(operand) ?? RE2JS.compile(operand)
  patterns.set(operand, pattern)
  ledger.spent += pattern.programSize() * new TextEncoder().encode(value).length
  if (ledger.spent <= 1_000_000) return outcome(pattern.matcher(value).find())
  note(ledger, 'regex beyond its budget')
  return 'unknown'
}

function compare(op: string, value: Json, operand: Json, ledger: Ledger): Outcome {
  const [a, b] = [fractionOf(value), fractionOf(operand)]
  if (!a || !b) return 'unknown'
  if (value instanceof JsonNumber) note(ledger, 'order of a number that no double holds')
  const difference = order(a, b)
  if (op === 'lt') return outcome(difference < 0n)
  if (op === 'lte') return outcome(difference <= 0n)
  if (op === 'gt') return outcome(difference > 0n)
  if (op === 'gte') return outcome(difference >= 0n)
  throw new Error(`no operator: ${op}`)
}

function among(value: Json, operands: Json[], ledger: Ledger): Outcome {
  if (operands.some((operand) => equal(value, operand))) {
    note(ledger, `equal ${kind(value)}`)
    return 'true'
  }
  if (operands.length > 0 && operands.every((operand) => operand === null)) {
    note(ledger, 'nothing but null to equal')
    return 'false'
  }
  const same = operands.some((operand) => kind(operand) === kind(value))
  note(ledger, same ? `unequal ${kind(value)}` : 'no operand of this type')
  return same ? 'false' : 'unknown'
}

function negate(truth: Outcome): Outcome {
  return truth === 'unknown' ? truth : outcome(truth === 'false')
}
