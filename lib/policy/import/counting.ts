// What a rule counts (O5): `rate_limit`, `state` and `spend_limit`, each as limits of the entry.
import { type Json, type JsonObject, member, serializeJson } from '#lib/json/index.ts'
import { windowText } from '../evaluate/window.ts'
import { childPointer } from '../pointer.ts'
import { importPath } from './condition.ts'
import { type LimitParts, limitOf } from './counter.ts'
import { type Rate, readRate, readSpend } from './rate.ts'
import type { RuleContext } from './rule-context.ts'
import { maxOf, readState, type State } from './state.ts'

/** @param bounds what the rule's conditions say of its own counter */
export function importCounting(
  rule: JsonObject,
  bounds: readonly number[],
  onDeny: string | undefined,
  context: RuleContext,
): void {
  const state = importState(rule, bounds, onDeny, context)
  importRate(rule, onDeny, context)
  importSpend(rule, state, onDeny, context)
}

function importState(
  rule: JsonObject,
  bounds: readonly number[],
  onDeny: string | undefined,
  context: RuleContext,
): State | null {
  const value = member(rule, 'state')
  const pointer = childPointer(context.at, 'state')
  if (value === undefined || value === null) return null
  const state = readState(value)
  if (typeof state === 'string') {
    context.close(pointer, state)
    return null
  }
  if (bounds.length > 0) {
    const max = maxOf(state, Math.min(...bounds))
    addLimit({ ...state, max }, onDeny, context)
    if (state.from !== null) context.say(pointer, 'mapped', AMOUNT_TEXT)
    else if (state.increment > 1)
      context.say(
        pointer,
        'mapped',
        `Each call counts ${state.increment} there; here each counts 1, against ${max}.`,
      )
  } else if (state.from === null)
    context.say(
      pointer,
      'mapped',
      `“${state.counter}” limits nothing, so Intercept does not count it either.`,
    )
  else if (!Object.hasOwn(rule, 'spend_limit'))
    context.close(
      pointer,
      'it reads an amount without limiting it, and Intercept refuses calls without that amount',
    )
  return state
}

const AMOUNT_TEXT = 'Amounts are summed exactly here, and a negative or missing one is refused.'

function importRate(rule: JsonObject, onDeny: string | undefined, context: RuleContext): void {
  const value = member(rule, 'rate_limit')
  if (value === undefined || value === '') return
  const rate = readRate(value)
  if (rate) addLimit({ counter: `_rate_${counterWord(rate)}`, from: null, ...rate }, onDeny, context)
  else
    context.close(
      childPointer(context.at, 'rate_limit'),
      'a rate limit is written "30/minute", or {"max": 30, "window": 60}',
    )
}

function importSpend(
  rule: JsonObject,
  state: State | null,
  onDeny: string | undefined,
  context: RuleContext,
): void {
  const value = member(rule, 'spend_limit')
  const pointer = childPointer(context.at, 'spend_limit')
  if (value === undefined) return
  const spend = readSpend(value)
  const written = member(rule, 'increment_from')
  const from = spend?.from ?? state?.from ?? (typeof written === 'string' ? importPath(written) : null)
  if (!spend || from === null) {
    context.close(pointer, spend ? NO_AMOUNT : 'a spend limit is written "$500/day"')
    return
  }
  addLimit(
    { counter: `_spend_${counterWord(spend)}`, max: spend.max, window: spend.window, from },
    onDeny,
    context,
  )
  context.say(
    pointer,
    'mapped',
    `The amount is read from ${from}, in whatever currency that holds. ${AMOUNT_TEXT}`,
  )
}

const NO_AMOUNT =
  'a spend limit does not say which argument holds the amount; a limit with “increment_from” does'

function counterWord({ window }: Rate): string {
  return windowText(window).replace(' ', '_')
}

type Counted = Pick<LimitParts, 'counter' | 'window'> & { readonly max: Json; readonly from: string | null }

function addLimit(
  { counter, window, max, from }: Counted,
  onDeny: string | undefined,
  context: RuleContext,
): void {
  const { tool, at, draft, counters, scope, say } = context
  const name = counters.take(tool ?? 'all_tools', counter)
  if (name === null) {
    context.close(at, `two rules count “${counter}”, which Intercept refuses`)
    return
  }
  const amount = from === null ? {} : { incrementFrom: from }
  draft.limits.push(limitOf({ counter: name, window, max, scope, ...amount, onDeny }))
  const of = from === null ? 'calls' : `of ${from}`
  say(at, 'mapped', `At most ${serializeJson(max)} ${of} per ${windowText(window)}, counted as “${name}”.`)
  if (scope === 'server') say('', 'mapped', SCOPE_TEXT)
}

const SCOPE_TEXT =
  'Limits are counted for the whole server, as one Intercept counts them for everyone who calls through it; write "scope": "grant" to count each agent by itself. A call that the server answers with an error stays counted.'
