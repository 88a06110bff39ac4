// Operands that no argument can equal, and what was probably meant.
import { type Json, serializeJson } from '#lib/json/index.ts'
import type { Issue } from '../issue.ts'
import { nearest } from '../read/members.ts'
import { type ComparisonPlace, ofTools } from './place.ts'
import type { PreparedComparison } from './prepared.ts'
import type { Reach } from './reach.ts'
import type { Scene } from './scene.ts'
import { fits } from './shape.ts'
import { endsWords } from './words.ts'

type Hint = { readonly text: string; readonly fix?: Issue['fix'] }
const NO_HINT: Hint = { text: '' }

/** The value that a text was meant to be, where one of the values that fit is near. */
export function valueHint(
  { comparison: { op, value }, at }: PreparedComparison,
  reaches: readonly Reach[],
): Hint {
  return op === 'eq' || op === 'neq' ? nearHint(value, `${at}/value`, reaches) : NO_HINT
}

function nearHint(value: Json | undefined, pointer: string, reaches: readonly Reach[]): Hint {
  if (typeof value !== 'string') return NO_HINT
  const values = reaches.flatMap((reach) => reach.ends.flatMap((end) => end.values ?? []))
  const near = nearest(
    value,
    values.filter((each) => typeof each === 'string'),
  )
  if (near === null) return NO_HINT
  return {
    text: `Did you mean “${near}”?`,
    fix: { label: `Change to "${near}"`, command: { type: 'set', pointer, value: near } },
  }
}

/** Elements of `in` and `not_in` that fit in none of the tools, where others do. */
export function reportOperands(
  scene: Scene,
  comparison: PreparedComparison,
  place: ComparisonPlace,
): boolean {
  const { op, value } = comparison.comparison
  if ((op !== 'in' && op !== 'not_in') || !Array.isArray(value)) return false
  const reaches = place.tools.map((tool) => scene.reach(tool, comparison))
  if (reaches.some((reach) => reach.anything)) return false
  const shapes = reaches.flatMap((reach) => reach.ends)
  for (const [index, element] of value.entries()) {
    if (shapes.some((shape) => fits(shape, element))) continue
    const pointer = `${comparison.at}/value/${index}`
    const hint = nearHint(element, pointer, reaches)
    const isThere = hint.fix?.command.type === 'set' && value.includes(hint.fix.command.value)
    scene.warn(
      pointer,
      'never-true',
      `For arguments that fit the schema${ofTools(place)}, ${comparison.text} (${endsWords(
        reaches.flatMap((reach) => reach.ends),
      )}) is never ${serializeJson(element)}. ${(!isThere && hint.text) || 'Remove it from the list.'}`,
      isThere ? undefined : hint.fix,
    )
  }
  return false
}
