// One comparison: what it can never be, what it always is, and what it does with a call that lacks the argument.

import { FALSE, TRUE, UNKNOWN } from '../evaluate/truth.ts'
import { describeComparison } from '../explain/describe.ts'
import { soWords } from './consequence.ts'
import { reportOptional } from './optional.ts'
import { type ComparisonPlace, ofTools } from './place.ts'
import { CAN_BE_TRUE, CAN_BE_UNKNOWN, canBe, NONE } from './possible.ts'
import type { Choice, PreparedComparison } from './prepared.ts'
import { checkPattern } from './regex.ts'
import type { Scene } from './scene.ts'
import { truthsAt } from './truths.ts'
import { reportUndeclared } from './undeclared.ts'
import { reportOperands, valueHint } from './values.ts'
import { endsWords } from './words.ts'

/** True where the comparison can only go one way, so that its rule needs no more words. */
export function checkComparison(
  scene: Scene,
  comparison: PreparedComparison,
  choice: Choice,
  place: ComparisonPlace,
): boolean {
  checkPattern(scene, comparison, place)
  if (comparison.path.root === 'client.name')
    scene.warn(
      `${comparison.at}/path`,
      'client-name-widens',
      'client.name is what the client says of itself. Any client can claim this name, so do not let it decide alone.',
    )
  if (reportByItself(scene, comparison, place)) return true
  if (place.tools.length === 0) return false
  return (
    reportUndeclared(scene, comparison, choice, place) ||
    reportBySchema(scene, comparison, place) ||
    reportOperands(scene, comparison, place) ||
    reportOptional(scene, comparison, place)
  )
}

/** What the operand or the fact alone decides: whatever the arguments are, and whatever the author meant. */
function reportByItself(scene: Scene, comparison: PreparedComparison, place: ComparisonPlace): boolean {
  const { at, path } = comparison
  const { value } = comparison.comparison
  // Any argument may come, so only a list that holds nothing decides by itself.
  if (path.root === 'args' && !(Array.isArray(value) && value.length === 0)) return false
  const reach = scene.reach(null, comparison)
  const alone = truthsAt(reach, [[comparison]])
  const words = describeComparison(comparison.comparison)
  if (alone === CAN_BE_UNKNOWN && reach.mismatch && path.root !== 'args') {
    scene.error(
      `${at}/path`,
      'path-never-fits',
      `${path.root} has no such parts: the condition is always unknown${soWords(place.list, place.whole())}.`,
    )
    return true
  }
  if (!canBe(alone, TRUE)) {
    const hint = valueHint(comparison, [reach])
    scene.error(
      `${at}/value`,
      'never-true',
      `${reasonAlone(comparison, endsWords(reach.ends))}${soWords(place.list, place.whole())}. ${hint.text || CHANGE}`,
      hint.fix,
    )
    return true
  }
  if (alone !== CAN_BE_TRUE) return false
  const why = endsWords(reach.ends)
  scene.warn(
    at,
    'always-true',
    `“${words}” is always true: ${path.root} is ${why || 'always there'}${soWords(place.list, place.whole())}. Remove the condition, or change it.`,
  )
  return true
}

const CHANGE = 'Change the value, or remove the condition.'

function reasonAlone({ comparison, path }: PreparedComparison, words: string): string {
  const { op, value } = comparison
  if (Array.isArray(value) && value.length === 0) return `“${op}” an empty list is never true`
  return `“${describeComparison(comparison)}” is never true: ${path.root} is ${words}`
}

/** What the schemas of its tools decide, as far as arguments fit them. */
function reportBySchema(scene: Scene, comparison: PreparedComparison, place: ComparisonPlace): boolean {
  const { at, text } = comparison
  const possible = place.possibleOf(comparison)
  if (possible === NONE || (canBe(possible, TRUE) && (canBe(possible, FALSE) || canBe(possible, UNKNOWN))))
    return false
  const reaches = place.tools.map((tool) => scene.reach(tool, comparison))
  const said = endsWords(reaches.flatMap((reach) => reach.ends))
  const isGiven = comparison.comparison.op === 'exists'
  const declared = said === '' || isGiven ? '' : ` (${text}: ${said})`
  const fits = `For ${comparison.path.root === 'args' ? 'arguments that fit the schema' : 'calls'}${ofTools(place)}${declared}`
  const words = describeComparison(comparison.comparison)
  const isNowhere = reaches.every((reach) => reach.ends.length === 0 && reach.mismatch)
  if (possible === CAN_BE_UNKNOWN || isNowhere) {
    scene.warn(
      `${at}/path`,
      'path-never-fits',
      `${fits}, “${comparison.comparison.op}” can never judge ${text}${soWords(place.list, place.whole())}. Choose another operator or another value.`,
    )
    return true
  }
  const hint = valueHint(comparison, reaches)
  if (possible === CAN_BE_TRUE) {
    scene.warn(
      at,
      'always-true',
      `${fits}, “${words}” is always true${soWords(place.list, place.whole())}. ${hint.text || needless(place)}`,
      hint.fix,
    )
    return true
  }
  const pointer = comparison.comparison.value === undefined ? at : `${at}/value`
  scene.warn(
    pointer,
    'never-true',
    `${fits}, “${words}” is never true${soWords(place.list, place.whole())}. ${hint.text || CHANGE}`,
    hint.fix,
  )
  return true
}

/** The gateway does not hold arguments against a schema, so a needless requirement may still refuse some call. */
function needless({ list }: ComparisonPlace): string {
  return list === 'require'
    ? 'Keep it only if calls that do not fit have to be refused.'
    : 'Change or remove the condition.'
}
