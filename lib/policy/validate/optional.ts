// A denial or an approval on an argument that a call may leave out (C5): what happens then is seldom meant.
import { jsonObject } from '#lib/json/index.ts'
import type { Command } from '../edit/command.ts'
import { UNKNOWN } from '../evaluate/truth.ts'
import { type ComparisonPlace, ofTools } from './place.ts'
import { isMany, type PreparedComparison } from './prepared.ts'
import type { Scene } from './scene.ts'

export function reportOptional(
  scene: Scene,
  comparison: PreparedComparison,
  place: ComparisonPlace,
): boolean {
  const { text, at } = comparison
  if (place.list === 'require' || comparison.comparison.op === 'exists') return false
  if (place.given.has(text) || isConsidered(comparison, place)) return false
  const reaches = place.tools.map((tool) => scene.reach(tool, comparison))
  if (!reaches.every((reach) => reach.optional && !reach.anything && !reach.undeclared)) return false
  const optional = `${text} is optional in the schema${ofTools(place)}`
  scene.warn(
    `${at}/path`,
    'optional-without-exists',
    `${optional}: a call without it ${outcome(comparison, place)}. Require that it is given, or add a condition with “exists” to the rule.`,
    requirement(comparison, place),
  )
  return false
}

/** The rule itself asks whether the argument is given, so its author has thought of that. */
function isConsidered({ text }: PreparedComparison, { choices }: ComparisonPlace): boolean {
  return choices.some((choice) =>
    choice.comparisons.some((each) => each.text === text && each.comparison.op === 'exists'),
  )
}

function outcome(comparison: PreparedComparison, { list }: ComparisonPlace): string {
  const isUnknown = comparison.test().absent === UNKNOWN
  if (list === 'deny_if')
    return isUnknown ? 'is refused, as nothing can be told of it' : 'is not denied by this rule'
  return isUnknown ? 'waits for a person, as nothing can be told of it' : 'does not wait for a person'
}

/** Narrows only: a call without the argument is refused. With `[*]` it would also refuse empty lists. */
function requirement(comparison: PreparedComparison, { name, hasRoom }: ComparisonPlace) {
  if (isMany(comparison.path) || !hasRoom) return undefined
  const condition = jsonObject([
    ['path', comparison.text],
    ['op', 'exists'],
  ])
  const rule = jsonObject([['conditions', [condition]]])
  const command: Command =
    name === null
      ? { type: 'set', pointer: '/all_tools/require/-', value: rule }
      : { type: 'add-rule', tool: name, list: 'require', rule }
  return { label: `Require that ${comparison.text} is given`, command }
}
