// Conditions as the oracle reads them (SPEC C): every outcome is a word, every path is read anew.
import { isJsonObject, type Json } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { type Ledger, note } from './ledger.ts'
import { judge, type Outcome, outcome } from './oracle-operator.ts'
import { factAt, hasOtherCase, type PathStep, readPath, splitPath, take } from './oracle-path.ts'

export type { Outcome } from './oracle-operator.ts'
/** Where a rule stands decides what `[*]` asks for, and where its truths are counted. */
export type List = 'require' | 'deny_if' | 'require_approval'

export function oracleConditions(
  conditions: Json | undefined,
  call: ToolCall,
  list: List,
  ledger: Ledger,
): Outcome {
  const seen: Outcome[] = []
  for (const condition of Array.isArray(conditions) ? conditions : []) {
    if (!isJsonObject(condition)) throw new Error('not a condition')
    const any = condition.any_of
    seen.push(Array.isArray(any) ? anyOf(any, call, list, ledger) : comparison(condition, call, list, ledger))
    if (seen.includes('false')) return 'false'
  }
  if (seen.length > 1 && seen.includes('unknown') && seen.includes('true')) note(ledger, 'true AND unknown')
  return seen.includes('unknown') ? 'unknown' : 'true'
}

function anyOf(comparisons: Json[], call: ToolCall, list: List, ledger: Ledger): Outcome {
  const seen: Outcome[] = []
  for (const each of comparisons) {
    seen.push(comparison(each, call, list, ledger))
    if (seen.includes('true')) break
  }
  const found = (['true', 'unknown'] as const).find((each) => seen.includes(each)) ?? 'false'
  note(ledger, `any_of is ${found} in ${list}`)
  return found
}

function comparison(condition: Json, call: ToolCall, list: List, ledger: Ledger): Outcome {
  if (!isJsonObject(condition)) throw new Error('not a comparison')
  const op = String(condition.op)
  const found = compared(condition, op, call, list, ledger)
  note(ledger, `${op} is ${found} in ${list}`)
  return found
}

function compared(
  condition: { [key: string]: Json },
  op: string,
  call: ToolCall,
  list: List,
  ledger: Ledger,
): Outcome {
  const operand = condition.value ?? null
  const { root, steps } = splitPath(String(condition.path))
  const present = condition.value !== false
  const absent: Outcome =
    op === 'exists' ? outcome(!present) : op === 'neq' || op === 'not_in' ? 'unknown' : 'false'
  const branch = (name: string, found: Outcome): Outcome => {
    note(ledger, name)
    return found
  }

  const follow = (value: Json, [step, ...rest]: PathStep[], depth: number): Outcome => {
    if (step === undefined) {
      if (op !== 'exists') return judge(op, value, operand, ledger)
      return value === null ? branch('exists and null', absent) : outcome(present)
    }
    if (value === null) return branch('step into null', absent)
    if (step === '*') {
      if (!Array.isArray(value)) return branch('[*] into no list', 'unknown')
      return each(value, rest, depth)
    }
    const fits = typeof step === 'number' ? Array.isArray(value) : isJsonObject(value)
    if (!fits) return branch(`${typeof step === 'number' ? 'index' : 'key'} into what has none`, 'unknown')
    const next = take(value, step)
    if (next !== undefined) return follow(next, rest, depth)
    if (typeof step === 'number') return branch('no such index', absent)
    if (hasOtherCase(value, step.key)) return branch('key in another letter case', 'unknown')
    return branch(step.key in {} ? 'no such own key, but inherited elsewhere' : 'no such key', absent)
  }

  const each = (elements: Json[], rest: PathStep[], depth: number): Outcome => {
    const decisive: Outcome = list === 'require' ? 'false' : 'true'
    const seen: Outcome[] = []
    for (const element of elements) {
      ledger.elements++
      if (ledger.elements > 1_000_000) return 'unknown'
      seen.push(follow(element, rest, depth + 1))
      if (seen.at(-1) === decisive) break
    }
    if (seen.length === 0) return branch('[*] over nothing', 'false')
    const order: Outcome[] = list === 'require' ? ['false', 'unknown', 'true'] : ['true', 'unknown', 'false']
    const found = order.find((one) => seen.includes(one)) ?? 'false'
    return branch(`[*] ${depth > 0 ? 'within [*] ' : ''}is ${found} in ${list}`, found)
  }

  note(ledger, `asks ${root}`)
  if (root.startsWith('time.')) ledger.asked.add(root)
  const fact = factAt(root, call)
  if (fact === undefined)
    return op === 'exists' ? branch(`exists without ${root}`, absent) : branch(`without ${root}`, 'unknown')
  return follow(fact, readPath(steps), 0)
}
