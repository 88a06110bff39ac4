// One rule or approval: its conditions one by one, those that exclude each other, and the whole.

import { TRUE } from '../evaluate/truth.ts'
import { describeConditions } from '../explain/describe.ts'
import type { Condition, Rule } from '../policy.ts'
import { checkComparison } from './comparison.ts'
import { consequenceOf, soWords } from './consequence.ts'
import { type ComparisonPlace, ofTools, overTools, type RulePlace } from './place.ts'
import { canBe, NONE, type Possible } from './possible.ts'
import type { Choice, PreparedComparison } from './prepared.ts'
import type { Scene } from './scene.ts'
import { groupsOf, truthsAt, truthsOf, truthsOfGroup } from './truths.ts'

/** Checks the conditions that stand below `place.at`. */
export function checkConditions(scene: Scene, conditions: readonly Condition[], place: RulePlace): void {
  if (conditions.length === 0) return
  const choices = scene.prepare(conditions, `${place.at}/conditions`)
  const possible = new Map<PreparedComparison, Possible>()
  const possibleOf = (comparison: PreparedComparison): Possible => {
    const found =
      possible.get(comparison) ??
      overTools(scene, place, (reaches) => truthsAt(reaches(comparison), [[comparison]]))
    possible.set(comparison, found)
    return found
  }
  const [only, ...more] = choices.flatMap((choice) => choice.comparisons)
  const whole = wholeOnce(() =>
    only && more.length === 0
      ? possibleOf(only)
      : overTools(scene, place, (reaches) => truthsOf(choices, reaches, place.quantifier)),
  )
  const within: ComparisonPlace = { ...place, whole, choices, possibleOf }
  let found = false
  for (const choice of choices)
    for (const comparison of choice.comparisons)
      found = checkComparison(scene, comparison, choice, within) || found
  if (found || reportContradiction(scene, choices, place, whole)) return
  const consequence = consequenceOf(place.list, whole())
  if (consequence === 'open' || consequence === 'unsure') return
  const isTrue = (place.list === 'require') === (consequence === 'never')
  scene.warn(
    place.at,
    isTrue ? 'always-true' : 'never-true',
    `${place.tools.length > 0 ? `For arguments that fit the schema${ofTools(place)}` : 'For any arguments'}, “${describeConditions(conditions)}” ${
      isTrue ? 'cannot be false' : 'is never true'
    }${soWords(place.list, whole())}. Change the conditions, or remove the rule.`,
  )
}

/** Found out where it is asked for: most rules need no word. */
function wholeOnce(find: () => Possible): () => Possible {
  let found: Possible | null = null
  return () => {
    found ??= find()
    return found
  }
}

/**
 * Conditions of one rule that no value satisfies at once. Where that holds of any arguments, nobody can
 * have meant it: an error. Where only the schema makes it so, a warning.
 */
function reportContradiction(
  scene: Scene,
  choices: readonly Choice[],
  place: RulePlace,
  whole: () => Possible,
): boolean {
  for (const group of groupsOf(choices, place.quantifier)) {
    const last = group.at(-1)
    const text = last?.comparisons[0]?.text
    if (group.length < 2 || !last || text === undefined || whole() === NONE) continue
    const anyhow = truthsOfGroup(group, (comparison) => scene.reach(null, comparison))
    const isCertain = !canBe(anyhow, TRUE)
    if (
      !isCertain &&
      canBe(
        overTools(scene, place, (reaches) => truthsOfGroup(group, reaches)),
        TRUE,
      )
    )
      continue
    const conditions = describeConditions(group.map((choice) => choice.condition))
    const report = isCertain ? scene.error : scene.warn
    const relative = isCertain ? '' : ` that fits the schema${ofTools(place)}`
    report(
      last.at,
      'contradiction',
      `No ${text}${relative} satisfies “${conditions}”${soWords(place.list, whole())}. Join them with “any_of” if one of them is enough, or remove one.`,
    )
    return true
  }
  return false
}

/** Whether the rule refuses every call of these tools, whatever its arguments are. */
export function refusesAlways(
  scene: Scene,
  list: 'require' | 'deny_if',
  rule: Rule,
  at: string,
  tools: RulePlace['tools'],
): boolean {
  if (rule.conditions.length === 0) return list === 'deny_if'
  const choices = scene.prepare(rule.conditions, at)
  const quantifier = list === 'require' ? 'every' : 'some'
  const whole = overTools(scene, { tools, isExact: true, anyArguments: true }, (reaches) =>
    truthsOf(choices, reaches, quantifier),
  )
  return consequenceOf(list, whole) === 'always'
}
