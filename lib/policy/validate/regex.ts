// Regular expressions that match more than was meant, or too slowly to be asked (P5).
import { compileRegex, MAX_REGEX_BYTES, utf8Bytes } from '../evaluate/regex.ts'
import { anchored, isAnchored, longestJudged, matchesEveryText } from './pattern.ts'
import type { ComparisonPlace } from './place.ts'
import type { PreparedComparison } from './prepared.ts'
import type { Scene } from './scene.ts'

/** As long as a text of a document may be: an argument that says no length is taken to be no longer. */
const USUAL_BYTES = 4096

export function checkPattern(scene: Scene, comparison: PreparedComparison, place: ComparisonPlace): void {
  const { op, value } = comparison.comparison
  if (op !== 'regex' || typeof value !== 'string') return
  const pointer = `${comparison.at}/value`
  if (!isAnchored(value)) reportUnanchored(scene, value, pointer)
  const bytes = longestSubject(scene, comparison, place)
  const longest = longestJudged(value, bytes)
  if (longest === null) return
  const then = place.list === 'require_approval' ? 'waits for a person' : 'is refused'
  scene.warn(
    pointer,
    'regex-too-slow',
    `A text of more than ${longest} bytes is too long for so large a pattern, so a call with one ${then}. Shorten it: repetitions such as {1,255} cost most.`,
  )
}

function reportUnanchored(scene: Scene, value: string, pointer: string): void {
  const to = anchored(value)
  // An open \Q, or a pattern that is nearly too long, cannot be held by putting something around it.
  const holds = utf8Bytes(to) <= MAX_REGEX_BYTES && isAnchored(to) && typeof compileRegex(to) !== 'string'
  const where = matchesEveryText(value)
    ? 'This pattern matches every text, for it is found anywhere, and it matches an empty text too.'
    : 'This pattern matches anywhere in the text.'
  scene.warn(
    pointer,
    'unanchored-regex',
    `${where} Write ^…$ around the whole of it to match the text as a whole.`,
    holds ? { label: `Change to ${to}`, command: { type: 'set', pointer, value: to } } : undefined,
  )
}

/** The longest text that may well come: as long as the schemas allow, in plain letters. */
function longestSubject(scene: Scene, comparison: PreparedComparison, { tools }: ComparisonPlace): number {
  const lengths = tools.flatMap((tool) => {
    const { ends, anything } = scene.reach(tool, comparison)
    if (anything) return [Infinity]
    return ends.flatMap((shape) =>
      shape.types.has('string') && !shape.values ? [shape.length.text.most] : [],
    )
  })
  const longest = Math.max(...lengths, ...(tools.length === 0 ? [Infinity] : []))
  return Number.isFinite(longest) ? Math.max(0, longest) : longest > 0 ? USUAL_BYTES : 0
}
