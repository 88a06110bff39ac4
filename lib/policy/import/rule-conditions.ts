// What a rule asks of the arguments (O3, O4): its conditions, and `validate`.
import { isJsonObject, type JsonObject, member } from '#lib/json/index.ts'
import { describeConditions } from '../explain/describe.ts'
import { childPointer } from '../pointer.ts'
import type { Comparison } from '../policy.ts'
import { typeWords } from '../read/members.ts'
import { argumentPath, comparisonJson, importCondition } from './condition.ts'
import { requireRules } from './entry-draft.ts'
import type { RuleContext } from './rule-context.ts'

export type Conditions = { readonly comparisons: readonly Comparison[]; readonly bounds: readonly number[] }

/** The conditions of a rule on arguments, and its bounds on its own counter. */
export function conditionsOf(rule: JsonObject, context: RuleContext): Conditions {
  const { tool, at, say, report, close, isDoubtful } = context
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
    else if (imported.kind === 'bound') {
      bounds.push(imported.max)
      if (imported.below !== null)
        say(
          place,
          'mapped',
          `Less than ${imported.below} is at most ${imported.max}, for Intercept counts in whole numbers.`,
        )
    } else close(place, imported.problem)
  }
  return { comparisons, bounds }
}

/** What must hold, as rules of `require`. */
export function importConditions(
  { comparisons }: Conditions,
  texts: { readonly label: string; readonly refusal: string | undefined },
  { at, draft, say }: RuleContext,
): void {
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

const NO_SCHEMA = 'the arguments that the tool requires are not known without its schema'

/** `validate: {required_args: true}`: the arguments that the tool's schema requires must be there. */
export function importRequired(
  rule: JsonObject,
  { at, tool, draft, required, say, close }: RuleContext,
): void {
  const value = member(rule, 'validate')
  if (value === undefined) return
  const pointer = childPointer(at, 'validate')
  const flag = isJsonObject(value) ? member(value, 'required_args') : undefined
  const unknown = isJsonObject(value) && Object.keys(value).find((key) => key !== 'required_args')
  if (flag === false && !unknown) return
  if (flag !== true || unknown || tool === null || required === null) {
    const isKnown = flag === true && !unknown
    close(pointer, isKnown ? NO_SCHEMA : 'this check of the arguments is not known here')
    return
  }
  if (required.length === 0) return
  const comparisons = required.map(
    (name) => ({ path: argumentPath([name]), op: 'exists', value: true }) as const,
  )
  draft.require.push(...requireRules(comparisons.map(comparisonJson), undefined))
  say(
    pointer,
    'mapped',
    `A call is refused unless ${describeConditions(comparisons)}, as the tool’s schema requires.`,
  )
}
