// One comparison: what it can never be, what it always is, and what it does with a call that lacks the argument.
import { describeComparison } from '../describe.ts'
import { FALSE, TRUE, UNKNOWN } from '../truth.ts'
import { soWords } from './consequence.ts'
import { reportOptional } from './optional.ts'
import { type ComparisonPlace, ofTools, overTools } from './place.ts'
import { CAN_BE_TRUE, CAN_BE_UNKNOWN, canBe } from './possible.ts'
import type { Choice, PreparedComparison } from './prepared.ts'
import { checkPattern } from './regex.ts'
import type { Scene } from './scene.ts'
import { truthsAt } from './truths.ts'
import { reportUndeclared } from './undeclared.ts'
import { reportOperands, valueHint } from './values.ts'
import { waysWords } from './words.ts'

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
  const reach = scene.reach(null, comparison)
  const alone = truthsAt(reach, [[comparison]])
  const words = describeComparison(comparison.comparison)
  const then = soWords(place.list, place.whole)
  if (alone === CAN_BE_UNKNOWN && reach.mismatch && path.root !== 'args') {
    scene.error(
      `${at}/path`,
      'path-never-fits',
      `${path.root} has no such parts, so this condition is always unknown${then}.`,
    )
    return true
  }
  if (!canBe(alone, TRUE)) {
    const why = reasonAlone(comparison, waysWords(reach.ends))
    scene.error(
      `${at}/value`,
      'never-true',
      `“${words}” is never true: ${why}${then}. ${valueHint(comparison, [reach]).text}`.trim(),
      valueHint(comparison, [reach]).fix,
    )
    return true
  }
  if (alone !== CAN_BE_TRUE) return false
  const why = waysWords(reach.ends)
  scene.warn(
    at,
    'always-true',
    `“${words}” is always true: ${path.root} is ${why || 'always there'}${then}. Remove the condition, or change it.`,
  )
  return true
}

function reasonAlone({ comparison: { op, value }, path }: PreparedComparison, words: string): string {
  if (Array.isArray(value) && value.length === 0)
    return op === 'host_in' ? 'an empty list holds no host' : 'nothing can be told of an empty list'
  return `${path.root} is ${words}`
}

/** What the schemas of its tools decide, as far as arguments fit them. */
function reportBySchema(scene: Scene, comparison: PreparedComparison, place: ComparisonPlace): boolean {
  const { at, text } = comparison
  const possible = overTools(scene, place, (reaches) => truthsAt(reaches(comparison), [[comparison]]))
  if (canBe(possible, TRUE) && (canBe(possible, FALSE) || canBe(possible, UNKNOWN))) return false
  const reaches = place.tools.map((tool) => scene.reach(tool, comparison))
  const said = waysWords(reaches.flatMap((reach) => reach.ends))
  const declared = said === '' ? '' : ` (${text}: ${said})`
  const fits = `For ${comparison.path.root === 'args' ? 'arguments that fit the schema' : 'calls'}${ofTools(place)}${declared}`
  const words = describeComparison(comparison.comparison)
  const then = soWords(place.list, place.whole)
  const isNowhere = reaches.every((reach) => reach.ends.length === 0 && reach.mismatch)
  if (possible === CAN_BE_UNKNOWN || isNowhere) {
    scene.warn(
      `${at}/path`,
      'path-never-fits',
      `${fits}, “${comparison.comparison.op}” can never judge ${text}${then}. Choose another operator or another value.`,
    )
    return true
  }
  const hint = valueHint(comparison, reaches)
  if (possible === CAN_BE_TRUE) {
    scene.warn(
      at,
      'always-true',
      `${fits}, “${words}” is always true${then}. ${hint.text || 'Change it, or remove it if calls that do not fit need no refusal.'}`,
      hint.fix,
    )
    return true
  }
  const pointer = comparison.comparison.value === undefined ? at : `${at}/value`
  scene.warn(
    pointer,
    'never-true',
    `${fits}, “${words}” is never true${then}. ${hint.text || 'Change the value, or remove the condition.'}`,
    hint.fix,
  )
  return true
}
