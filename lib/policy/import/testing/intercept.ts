// Intercept's evaluator as its users knew it, written naively from its description (O2–O5), with its
// floats, its printed forms and its counters. What it does not know, it refuses.

type Value = null | boolean | number | string | Value[] | { [key: string]: Value }
type Values = { [key: string]: Value }
export type Document = { default?: string; hide?: string[]; tools?: { [tool: string]: { rules?: Values[] } } }
export type Call = { tool: string; args: Values; at: number }
/** What was counted, by counter and the start of its window. */
export type Store = Map<string, number>

export type Verdict = 'allow' | 'await' | 'deny'

/** Judges a call; where it passes and `store` is given, it is counted. */
export function judge(document: Document, call: Call, required: readonly string[], store: Store): Verdict {
  const tools = document.tools ?? {}
  const own = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined
  if (document.hide?.some((name) => name === '*' || name === call.tool)) return 'deny'
  if (document.default === 'deny' && !own) return 'deny'
  const scoped: [string, Values][] = [
    ...(own?.rules ?? []).map((rule): [string, Values] => [call.tool, rule]),
    ...(tools['*']?.rules ?? []).map((rule): [string, Values] => ['_global', rule]),
  ]
  let verdict: Verdict = 'allow'
  const taken: [string, number][] = []
  for (const [scope, rule] of scoped) {
    const judged = judgeRule(rule, scope, call, required, store, taken)
    if (judged === 'deny') return 'deny'
    if (judged === 'await') verdict = 'await'
  }
  if (verdict === 'allow') for (const [key, amount] of taken) store.set(key, (store.get(key) ?? 0) + amount)
  return verdict
}

const KNOWN = 'name action conditions rate_limit on_deny reason state validate approval_timeout'.split(' ')

function judgeRule(
  rule: Values,
  scope: string,
  call: Call,
  required: readonly string[],
  store: Store,
  taken: [string, number][],
): Verdict {
  if (Object.keys(rule).some((key) => !KNOWN.includes(key))) return 'deny'
  const { action = 'evaluate' } = rule
  if (action === 'require_approval') return 'await'
  if (action !== 'evaluate' && action !== 'allow') return 'deny'
  const state = (rule.state ?? null) as Values | null
  const conditions = (rule.conditions ?? []) as Values[]
  for (const condition of conditions) if (!holds(condition, rule, scope, call, store)) return 'deny'
  if (rule.validate && required.some((name) => !Object.hasOwn(call.args, name))) return 'deny'
  if (typeof rule.rate_limit === 'string') {
    const [count, window] = rule.rate_limit.split('/')
    const counter = `_rate_${window}`
    if (!reserve(`${scope}.${counter}`, 1, Number(count), String(window), call.at, store, taken))
      return 'deny'
  }
  if (!state) return 'allow'
  let amount = Number(state.increment ?? 1) || 1
  if (typeof state.increment_from === 'string') {
    const found = resolve(call.args, state.increment_from.slice('args.'.length))
    if (typeof found !== 'number') return 'deny'
    amount = Math.trunc(found)
  }
  const own = conditions.find(
    ({ path, op, value }) =>
      path === `state.${scope}.${state.counter}` &&
      (op === 'lt' || op === 'lte') &&
      typeof value === 'number',
  )
  if (!own) return 'allow'
  const limit = Math.trunc(Number(own.value)) - (own.op === 'lt' ? 1 : 0)
  const key = `${scope}.${state.counter}`
  return reserve(key, amount, limit, String(state.window), call.at, store, taken) ? 'allow' : 'deny'
}

const LENGTHS: { [window: string]: number } = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function storeKey(key: string, window: string, at: number): string {
  return `${key}@${Math.floor(at / (LENGTHS[window] ?? 1))}`
}

function reserve(
  key: string,
  amount: number,
  limit: number,
  window: string,
  at: number,
  store: Store,
  taken: [string, number][],
): boolean {
  const place = storeKey(key, window, at)
  if ((store.get(place) ?? 0) + amount > limit) return false
  taken.push([place, amount])
  return true
}

function holds(condition: Values, rule: Values, scope: string, call: Call, store: Store): boolean {
  const { path = '', op, value = null } = condition
  if (String(path).startsWith('state.')) {
    const state = (rule.state ?? {}) as Values
    // Of another rule's counter nothing is known here: the worst is assumed.
    if (path !== `state.${scope}.${state.counter}`) return false
    const current = store.get(storeKey(`${scope}.${state.counter}`, String(state.window), call.at)) ?? 0
    return compare(String(op), current, value)
  }
  if (!String(path).startsWith('args.')) return false
  const found = resolve(call.args, String(path).slice('args.'.length))
  if (op === 'exists') return typeof value === 'boolean' && (found !== undefined && found !== null) === value
  return found !== undefined && compare(String(op), found, value)
}

function resolve(args: Values, path: string): Value | undefined {
  let here: Value | undefined = args
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, key))
      return undefined
    here = here[key]
  }
  return here
}

/** `actual` is of a call, where every number is a float; `expected` of the document, where whole ones are integers. */
function compare(op: string, actual: Value, expected: Value): boolean {
  const bothNumbers = typeof actual === 'number' && typeof expected === 'number'
  switch (op) {
    case 'eq':
      return isEqual(actual, expected)
    case 'neq':
      return !isEqual(actual, expected)
    case 'in':
      return Array.isArray(expected) && expected.some((each) => isEqual(actual, each))
    case 'not_in':
      return !(Array.isArray(expected) && expected.some((each) => isEqual(actual, each)))
    case 'lt':
      return bothNumbers && actual < expected
    case 'lte':
      return bothNumbers && actual <= expected
    case 'gt':
      return bothNumbers && actual > expected
    case 'gte':
      return bothNumbers && actual >= expected
    case 'regex':
      return (
        typeof actual === 'string' && typeof expected === 'string' && new RegExp(expected, 'u').test(actual)
      )
    case 'contains':
      if (typeof actual === 'string') return typeof expected === 'string' && actual.includes(expected)
      return Array.isArray(actual) && actual.some((each) => isEqual(each, expected))
    default:
      return false
  }
}

function isEqual(actual: Value, expected: Value): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return actual === expected
  return (
    printed(actual, printedFloat) ===
    printed(expected, (number) => (Number.isInteger(number) ? String(number) : printedFloat(number)))
  )
}

function printed(value: Value, number: (value: number) => string): string {
  if (value === null) return '<nil>'
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${value.map((each) => printed(each, number)).join(' ')}]`
  if (typeof value !== 'object') return String(value)
  const keys = Object.keys(value).sort()
  return `map[${keys.map((key) => `${key}:${printed(value[key] ?? null, number)}`).join(' ')}]`
}

/** The shortest form of a float as Go prints it: with an exponent below 1e-4 and from 1e6 on. */
function printedFloat(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
