// Conditions as the oracle reads them (SPEC C): every outcome is a word, every path is read anew.
import { RE2JS } from 're2js'
import { isJsonObject, type Json } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { oracleHostIn, oracleWithin } from './oracle-place.ts'
import { equal, fractionOf, kind, order } from './oracle-value.ts'

export type Outcome = 'true' | 'false' | 'unknown'
export type Budget = { spent: number; elements: number; asked: Set<string> }
type Mode = 'every' | 'some'

export function oracleConditions(
  conditions: Json | undefined,
  call: ToolCall,
  mode: Mode,
  budget: Budget,
): Outcome {
  const seen: Outcome[] = []
  for (const condition of Array.isArray(conditions) ? conditions : []) {
    if (!isJsonObject(condition)) throw new Error('not a condition')
    const any = condition.any_of
    seen.push(Array.isArray(any) ? anyOf(any, call, mode, budget) : comparison(condition, call, mode, budget))
    if (seen.includes('false')) return 'false'
  }
  return seen.includes('unknown') ? 'unknown' : 'true'
}

function anyOf(comparisons: Json[], call: ToolCall, mode: Mode, budget: Budget): Outcome {
  const seen: Outcome[] = []
  for (const each of comparisons) {
    seen.push(comparison(each, call, mode, budget))
    if (seen.includes('true')) return 'true'
  }
  return seen.includes('unknown') ? 'unknown' : 'false'
}

function comparison(condition: Json, call: ToolCall, mode: Mode, budget: Budget): Outcome {
  if (!isJsonObject(condition)) throw new Error('not a comparison')
  const path = String(condition.path)
  const op = String(condition.op)
  const operand = condition.value ?? null
  const negative = op === 'neq' || op === 'not_in'
  const whenAbsent: Outcome = op === 'exists' ? outcome(operand === false) : negative ? 'unknown' : 'false'

  const root = /^(args|(?:grant|client|user|tool|time)\.[a-z]+)/.exec(path)?.[1] ?? ''
  const fact = factOf(root, call, budget)
  if (fact === undefined) return op === 'exists' ? whenAbsent : 'unknown'

  const follow = (value: Json, steps: PathStep[]): Outcome => {
    const [step, ...rest] = steps
    if (step === undefined) {
      if (op === 'exists') return value === null ? whenAbsent : outcome(operand !== false)
      return judge(op, value, operand, budget)
    }
    if (value === null) return whenAbsent
    if (step === '*') {
      if (!Array.isArray(value)) return 'unknown'
      const seen: Outcome[] = []
      for (const element of value) {
        budget.elements++
        if (budget.elements > 1_000_000) return 'unknown'
        seen.push(follow(element, rest))
        if (seen.at(-1) === (mode === 'every' ? 'false' : 'true')) break
      }
      const preferred: Outcome[] =
        mode === 'every' ? ['false', 'unknown', 'true'] : ['true', 'unknown', 'false']
      return preferred.find((each) => seen.includes(each)) ?? 'false'
    }
    const fits = typeof step === 'number' ? Array.isArray(value) : isJsonObject(value)
    if (!fits) return 'unknown'
    const next = take(value, step)
    if (next !== undefined) return follow(next, rest)
    if (typeof step === 'number') return whenAbsent
    const other = Object.keys(value).some(
      (key) => key.toUpperCase().toLowerCase() === step.key.toUpperCase().toLowerCase(),
    )
    return other ? 'unknown' : whenAbsent
  }
  return follow(fact, readPath(path.slice(root.length)))
}

function judge(op: string, value: Json, operand: Json, budget: Budget): Outcome {
  switch (op) {
    case 'eq':
      return among(value, [operand])
    case 'neq':
      return negate(among(value, [operand]))
    case 'in':
      return among(value, Array.isArray(operand) ? operand : [])
    case 'not_in':
      return negate(among(value, Array.isArray(operand) ? operand : []))
    case 'contains':
      if (Array.isArray(value)) return outcome(value.some((element) => equal(element, operand)))
      return typeof value === 'string' && typeof operand === 'string'
        ? outcome(value.split(operand).length > 1 || operand === '')
        : 'unknown'
    case 'regex': {
      if (typeof value !== 'string' || typeof operand !== 'string') return 'unknown'
      const pattern = RE2JS.compile(operand)
      budget.spent += pattern.programSize() * new TextEncoder().encode(value).length
      return budget.spent > 1_000_000 ? 'unknown' : outcome(pattern.matcher(value).find())
    }
    case 'within':
      return typeof value === 'string' ? oracleWithin(value, String(operand)) : 'unknown'
    case 'host_in':
      return typeof value === 'string' && Array.isArray(operand)
        ? oracleHostIn(value, operand.map(String))
        : 'unknown'
    default:
      return compare(op, value, operand)
  }
}

function compare(op: string, value: Json, operand: Json): Outcome {
  const [a, b] = [fractionOf(value), fractionOf(operand)]
  if (!a || !b) return 'unknown'
  const difference = order(a, b)
  if (op === 'lt') return outcome(difference < 0n)
  if (op === 'lte') return outcome(difference <= 0n)
  if (op === 'gt') return outcome(difference > 0n)
  if (op === 'gte') return outcome(difference >= 0n)
  throw new Error(`no operator: ${op}`)
}

function among(value: Json, operands: Json[]): Outcome {
  if (operands.some((operand) => equal(value, operand))) return 'true'
  if (operands.length > 0 && operands.every((operand) => operand === null)) return 'false'
  return operands.some((operand) => kind(operand) === kind(value)) ? 'false' : 'unknown'
}

function outcome(truth: boolean): Outcome {
  return truth ? 'true' : 'false'
}
function negate(truth: Outcome): Outcome {
  return truth === 'unknown' ? truth : outcome(truth === 'false')
}

export type PathStep = '*' | number | { key: string }

/** The steps after a root, character by character. */
export function readPath(text: string): PathStep[] {
  const steps: PathStep[] = []
  let rest = text
  while (rest !== '') {
    if (rest[0] === '.') {
      const name = /^[^.[]*/.exec(rest.slice(1))?.[0] ?? ''
      steps.push({ key: name })
      rest = rest.slice(1 + name.length)
    } else if (rest.startsWith('["')) {
      let end = 2
      while (rest[end] !== '"') end += rest[end] === '\\' ? 2 : 1
      steps.push({ key: String(JSON.parse(rest.slice(1, end + 1))) })
      rest = rest.slice(end + 2)
    } else {
      const inside = rest.slice(1, rest.indexOf(']'))
      steps.push(inside === '*' ? '*' : Number(inside))
      rest = rest.slice(inside.length + 2)
    }
  }
  return steps
}

/** The own member or element that a step names. */
export function take(value: Json | undefined, step: PathStep): Json | undefined {
  if (step === '*') return undefined
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined
  return isJsonObject(value) ? Object.entries(value).find(([key]) => key === step.key)?.[1] : undefined
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function factOf(root: string, call: ToolCall, budget: Budget): Json | undefined {
  if (root.startsWith('time.')) {
    budget.asked.add(root)
    const at = new Date(call.at)
    if (Number.isNaN(at.getTime())) return undefined
    return root === 'time.hour' ? at.getUTCHours() : (DAYS[at.getUTCDay()] ?? '')
  }
  const facts: Record<string, Json | undefined> = {
    args: call.arguments,
    'grant.label': call.grant.label,
    'grant.tags': [...call.grant.tags],
    'client.name': call.client.name,
    'user.email': call.user.email,
    'tool.category': call.tool?.category,
    'tool.severity': call.tool?.severity,
  }
  return facts[root]
}
