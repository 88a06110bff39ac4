// One Intercept rule (I3): its polarity is the reverse of `deny_if`, what it says must hold.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { describeConditions } from '../describe.ts'
import type { Report } from '../issue.ts'
import { typeWords } from '../members.ts'
import { childPointer } from '../pointer.ts'
import type { Comparison } from '../policy.ts'
import { DEFAULT_TIMEOUT_SECONDS } from '../read-entry.ts'
import { comparisonJson, importCondition } from './condition.ts'
import type { Counters } from './counter.ts'
import { importCounting } from './counting.ts'
import { type EntryDraft, requireRules, ruleOf } from './entry-draft.ts'
import { isLabel, isShadow, SHADOW_TEXT } from './keys.ts'
import type { Say } from './note.ts'
import { readTimeout } from './rate.ts'

export type RuleContext = {
  /** Null for the rules of "*", which are for every tool. */
  readonly tool: string | null
  /** Where the rule stands in the imported document. */
  readonly at: string
  readonly draft: EntryDraft
  readonly counters: Counters
  /** What the limits are counted for. */
  readonly scope: 'grant' | 'server'
  /** The arguments that the tool's schema requires; null where the schema is not known. */
  readonly required: readonly string[] | null
  readonly isDoubtful: (pointer: string) => boolean
  readonly say: Say
  /** For what is broken rather than unknown. */
  readonly report: Report
  /** Closes the tool, and says why in a clause without a full stop. */
  readonly close: (pointer: string, why: string) => void
}

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

export function importRule(value: Json, context: RuleContext): void {
  const { at, draft, report, close } = context
  if (!isJsonObject(value)) return report(at, 'wrong-type', `A rule is an object, not ${typeWords(value)}.`)
  noteOtherKeys(value, context)
  const texts = textsOf(value, context)
  const action = member(value, 'action') ?? 'evaluate'
  if (action === 'deny') return importDenial(value, texts, context)
  if (action === 'require_approval') importApproval(value, texts, context)
  else if (action !== 'evaluate' && action !== 'allow')
    return close(childPointer(at, 'action'), `the action ${JSON.stringify(action)} is not known here`)
  else noteTimeout(value, context)
  const conditions = conditionsOf(value, context)
  if (action !== 'require_approval') importConditions(conditions, texts, context)
  importCounting(value, conditions.bounds, texts.onDeny, context)
  importRequired(value, context)
  if (action === 'evaluate' && !CHECKS.some((key) => Object.hasOwn(value, key)))
    close(at, 'a rule that checks nothing is refused by Intercept too')
  if (texts.description !== undefined)
    draft.description = draft.description ? `${draft.description} ${texts.description}` : texts.description
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

type Conditions = { readonly comparisons: readonly Comparison[]; readonly bounds: readonly number[] }

function conditionsOf(rule: JsonObject, context: RuleContext): Conditions {
  const { tool, at, report, close, isDoubtful } = context
  const list = member(rule, 'conditions') ?? []
  const pointer = childPointer(at, 'conditions')
  const comparisons: Comparison[] = []
  const bounds: number[] = []
  if (!Array.isArray(list)) {
    report(pointer, 'wrong-type', `“conditions” is a list, not ${typeWords(list)}.`)
    return { comparisons, bounds }
  }
  const state = member(rule, 'state')
  const counter = isJsonObject(state) ? member(state, 'counter') : undefined
  const ownCounter = typeof counter === 'string' ? `state.${tool ?? '_global'}.${counter}` : null
  for (const [index, value] of list.entries()) {
    const place = childPointer(pointer, index)
    if (!isJsonObject(value)) {
      report(place, 'wrong-type', `A condition is an object, not ${typeWords(value)}.`)
      continue
    }
    const imported = importCondition(value, ownCounter, isDoubtful(childPointer(place, 'value')))
    if (imported.kind === 'argument') comparisons.push(imported.comparison)
    else if (imported.kind === 'bound') bounds.push(imported.max)
    else close(place, imported.problem)
  }
  return { comparisons, bounds }
}

function importConditions({ comparisons }: Conditions, texts: Texts, { at, draft, say }: RuleContext): void {
  if (comparisons.length === 0) return
  draft.require.push(...requireRules(comparisons.map(comparisonJson), texts.refusal))
  say(at, 'mapped', `${texts.label}a call is refused unless ${describeConditions(comparisons)}.`)
  if (comparisons.some(({ op }) => op !== 'exists' && op !== 'regex')) say('', 'mapped', TYPES_TEXT)
  say('', 'mapped', MISSING_TEXT)
}

const TYPES_TEXT =
  'Intercept takes the text "5" and the number 5 for equal; here they differ, and a value of a type that a condition does not name is refused.'
const MISSING_TEXT =
  'A missing argument refuses the call, as it does in Intercept; here so does one whose name differs in letter case.'

/** `validate: {required_args: true}`: the arguments that the tool's schema requires must be there. */
function importRequired(rule: JsonObject, { at, tool, draft, required, say, close }: RuleContext): void {
  const value = member(rule, 'validate')
  if (value === undefined) return
  const pointer = childPointer(at, 'validate')
  const flag = isJsonObject(value) ? member(value, 'required_args') : undefined
  const unknown = isJsonObject(value) && Object.keys(value).find((key) => key !== 'required_args')
  if (typeof flag !== 'boolean' || unknown)
    return close(pointer, 'this check of the arguments is not known here')
  if (!flag) return
  if (tool === null || required === null)
    return close(pointer, 'the arguments that the tool requires are not known without its schema')
  if (required.length === 0) return
  const comparisons = required.map(
    (name) => ({ path: `args[${JSON.stringify(name)}]`, op: 'exists', value: true }) as const,
  )
  draft.require.push(...requireRules(comparisons.map(comparisonJson), undefined))
  say(
    pointer,
    'mapped',
    `A call is refused unless ${describeConditions(comparisons)}, as the tool’s schema requires.`,
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
