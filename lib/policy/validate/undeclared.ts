// Paths that a tool's schema does not declare: a typing error most of the time.

import { type Path, pathText, type Step } from '../evaluate/path.ts'
import { TRUE } from '../evaluate/truth.ts'
import type { Issue } from '../issue.ts'
import { nearest } from '../read/members.ts'
import { soWords } from './consequence.ts'
import type { ComparisonPlace } from './place.ts'
import type { Choice, PreparedComparison } from './prepared.ts'
import type { Undeclared } from './reach.ts'
import type { Scene } from './scene.ts'
import { listed } from './words.ts'

export function reportUndeclared(
  scene: Scene,
  comparison: PreparedComparison,
  choice: Choice,
  place: ComparisonPlace,
): boolean {
  const reaches = place.tools.map((tool) => scene.reach(tool, comparison))
  const lacking = place.tools.filter((_, index) => reaches[index]?.undeclared)
  const [first] = lacking
  const undeclared = reaches.find((reach) => reach.undeclared)?.undeclared
  if (!first || !undeclared) return false
  const pointer = `${comparison.at}/path`
  if (lacking.length === place.tools.length) {
    const { hint, fix } = nearPath(comparison.path, undeclared, pointer)
    const who = lacking.length === 1 ? first.name : `None of its ${lacking.length} tools`
    const declares = lacking.length === 1 ? 'declares no' : 'declares'
    scene.warn(
      pointer,
      'path-not-in-schema',
      `${who} ${declares} ${comparison.text}${soWords(place.list, place.whole())}.${hint}`,
      fix,
    )
    return true
  }
  const refuses =
    place.list === 'require' && choice.comparisons.length === 1 && comparison.test().absent !== TRUE
  if (refuses)
    scene.warn(
      pointer,
      'path-not-in-schema',
      `${lacking.length} of its ${place.tools.length} tools ${lacking.length === 1 ? 'declares' : 'declare'} no ${comparison.text}, so every call of ${listed(
        lacking.map((tool) => tool.name),
      )} is refused. Move the requirement to the tools that have it.`,
    )
  return refuses
}

/** A declared path that the text was probably meant to be, and what else there is. */
export function nearPath(
  path: Path,
  { key, known }: Undeclared,
  pointer: string,
): { readonly hint: string; readonly fix?: Issue['fix'] } {
  const near = nearest(key, known)
  if (near !== null) {
    const at = path.steps.findIndex((step) => step.kind === 'key' && step.key === key)
    const step: Step = { kind: 'key', key: near, folded: near }
    const text = pathText({ root: path.root, steps: path.steps.with(at, step) })
    return {
      hint: ` Did you mean “${text}”?`,
      fix: { label: `Change to ${text}`, command: { type: 'set', pointer, value: text } },
    }
  }
  const more = known.length > MOST_KNOWN ? ', …' : ''
  return { hint: known.length > 0 ? ` It declares ${known.slice(0, MOST_KNOWN).join(', ')}${more}.` : '' }
}

const MOST_KNOWN = 8
