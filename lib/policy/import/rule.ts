// One Intercept rule (O3): its polarity is the reverse of `deny_if`, what it says must hold.
import { isJsonObject, type Json, type JsonObject, member, serializeJson } from '#lib/json/index.ts'
import { childPointer } from '../pointer.ts'
import { typeWords } from '../read/members.ts'
import { DEFAULT_TIMEOUT_SECONDS } from '../read/read-entry.ts'
import { importCounting } from './counting.ts'
import { ruleOf } from './entry-draft.ts'
import { isLabel, isShadow, SHADOW_TEXT } from './keys.ts'
import { readTimeout } from './rate.ts'
import { conditionsOf, importConditions, importRequired } from './rule-conditions.ts'
import type { RuleContext } from './rule-context.ts'

const KEYS = [
  'name',
  'action',
  'conditions',
  'rate_limit',
  'on_deny',
  'reason',
  'state',
  'description',
  'validate',
  'approval_timeout',
  'spend_limit',
  'increment_from',
]

/** Adds what the rule says to the draft of its entry, or closes it. */
export function importRule(value: Json, context: RuleContext): void {
  const { at, draft, report, close } = context
  if (!isJsonObject(value)) {
    report(at, 'wrong-type', `A rule is an object, not ${typeWords(value)}.`)
    return
  }
  noteOtherKeys(value, context)
  const texts = textsOf(value, context)
  if (texts.description !== undefined)
    draft.description = draft.description ? `${draft.description} ${texts.description}` : texts.description
  const action = member(value, 'action') ?? 'evaluate'
  if (action === 'deny') importDenial(value, texts, context)
  else if (action === 'require_approval') {
    importApproval(value, texts, context)
    importChecks(value, { ...texts, asks: true }, context)
  } else if (action === 'evaluate' || action === 'allow') {
    importChecks(value, { ...texts, asks: false }, context)
    if (action === 'evaluate' && !CHECKS.some((key) => isGiven(member(value, key))))
      close(at, 'a rule that checks nothing is refused by Intercept too')
  } else close(childPointer(at, 'action'), `the action ${serializeJson(action)} is not known here`)
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0)
}

function importChecks(rule: JsonObject, texts: Texts & { asks: boolean }, context: RuleContext): void {
  const conditions = conditionsOf(rule, context)
  if (!texts.asks) {
    noteTimeout(rule, context)
    importConditions(conditions, texts, context)
  }
  importCounting(rule, conditions.bounds, texts.onDeny, context)
  importRequired(rule, context)
}

const CHECKS = ['conditions', 'state', 'rate_limit', 'spend_limit', 'validate']

type Texts = {
  readonly label: string
  /** What the author says to the agent. */
  readonly onDeny: string | undefined
  /** The same, or what Intercept says where the author does not. */
  readonly refusal: string | undefined
  readonly description: string | undefined
}

function textsOf(rule: JsonObject, { at, report }: RuleContext): Texts {
  const text = (key: string): string | undefined => {
    const value = member(rule, key) ?? undefined
    if (value === undefined || typeof value === 'string') return value
    report(childPointer(at, key), 'wrong-type', `“${key}” is a text, not ${typeWords(value)}.`)
    return undefined
  }
  const name = text('name')
  const onDeny = text('on_deny') ?? text('reason')
  const refusal = onDeny ?? (name ? `Denied by rule "${name}"` : undefined)
  return { label: name ? `“${name}”: ` : '', onDeny, refusal, description: text('description') }
}

function importDenial(rule: JsonObject, { label, refusal }: Texts, { at, draft, say }: RuleContext): void {
  draft.denyIf.push(ruleOf([], refusal))
  say(at, 'mapped', `${label}every call is refused.`)
  const also = [...CHECKS, 'approval_timeout'].find((key) => Object.hasOwn(rule, key))
  if (also !== undefined)
    say(
      childPointer(at, also),
      'not-supported',
      `Intercept does not say what “${also}” means beside "deny"; the call is refused whatever it holds.`,
    )
}

function noteTimeout(rule: JsonObject, { at, say }: RuleContext): void {
  if (Object.hasOwn(rule, 'approval_timeout'))
    say(
      childPointer(at, 'approval_timeout'),
      'not-supported',
      'No approval stands beside this timeout; it was left out.',
    )
}

function importApproval(rule: JsonObject, { label, onDeny }: Texts, { at, draft, say }: RuleContext): void {
  const written = member(rule, 'approval_timeout')
  const seconds = written === undefined ? DEFAULT_TIMEOUT_SECONDS : readTimeout(written)
  if (seconds === null)
    say(
      childPointer(at, 'approval_timeout'),
      'not-supported',
      'This is no length of time such as "10m", so an approval waits for 10 minutes.',
    )
  const timeoutSeconds = Math.min(
    seconds ?? DEFAULT_TIMEOUT_SECONDS,
    draft.approval?.timeoutSeconds ?? Infinity,
  )
  draft.approval = { timeoutSeconds, reason: draft.approval?.reason ?? onDeny }
  say(at, 'mapped', `${label}a person approves each call within ${timeoutSeconds} seconds.`)
  if (Object.hasOwn(rule, 'conditions'))
    say(
      childPointer(at, 'conditions'),
      'not-supported',
      'It is not known whether these conditions ask for approval or spare it, so every call asks.',
    )
}

function noteOtherKeys(rule: JsonObject, { at, say, close }: RuleContext): void {
  for (const key of Object.keys(rule)) {
    if (KEYS.includes(key)) continue
    const pointer = childPointer(at, key)
    if (isShadow(key)) say(pointer, 'not-supported', SHADOW_TEXT)
    else if (isLabel(key))
      say(pointer, 'not-supported', `A rule has no “${key}” here; it was left out, and nothing else changes.`)
    else close(pointer, `“${key}” is not known here, and may forbid something`)
  }
}
