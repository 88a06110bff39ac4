// What a person should know of a definition's text before accepting it: where something is hidden in it.
import { isJsonObject, type Json } from '#lib/json/index.ts'
import { childPointer } from '#lib/policy/index.ts'
import { type HiddenKind, reveal } from './hidden.ts'

export type Warning = {
  /** Where the text stands; the pointer of a member whose name is meant ends in that name. */
  readonly pointer: string
  readonly why: HiddenKind
  /** How many pieces of the text are of this kind. */
  readonly count: number
  /** What a person reads, beginning in lower case: "3 zero-width characters …". */
  readonly text: string
}

const MAX_WARNINGS = 200

/** The warnings of every string of a definition, names of members included, in the order they stand in. */
export function warningsOf(definition: Json): Warning[] {
  const found: Warning[] = []
  visit(definition, '', found)
  return found
}

function visit(value: Json, pointer: string, found: Warning[]): void {
  if (found.length >= MAX_WARNINGS) return
  if (typeof value === 'string') inspect(value, pointer, found)
  else if (Array.isArray(value))
    for (const [index, each] of value.entries()) visit(each, childPointer(pointer, index), found)
  else if (isJsonObject(value))
    for (const [key, each] of Object.entries(value)) {
      const place = childPointer(pointer, key)
      inspect(key, place, found)
      visit(each, place, found)
    }
}

function inspect(text: string, pointer: string, found: Warning[]): void {
  const pieces = new Map<HiddenKind, string[]>()
  for (const piece of reveal(text)) {
    if (piece.kind !== 'hidden' || isOrdinary(piece.why, piece.text)) continue
    pieces.set(piece.why, [...(pieces.get(piece.why) ?? []), piece.label])
  }
  for (const [why, labels] of pieces)
    if (found.length < MAX_WARNINGS)
      found.push({ pointer, why, count: labels.length, text: sentence(why, labels) })
}

// Made visible like the others, but no reason to warn: a single no-break or wide space is how French and
// Chinese are written.
function isOrdinary(why: HiddenKind, text: string): boolean {
  return why === 'space' && text.length < 3
}

function sentence(why: HiddenKind, labels: readonly string[]): string {
  const n = labels.length
  const several = (one: string, many: string) => (n === 1 ? one : `${n} ${many}`)
  const first = labels[0] ?? ''
  switch (why) {
    case 'zero-width':
      return several('a character that takes no room', 'characters that take no room')
    case 'direction':
      return several(
        'a character that turns the direction of text',
        'characters that turn the direction of text',
      )
    case 'tags':
      return `invisible tag characters that spell ${first.replace(/^TAGS /, '')}`
    case 'variation':
      return several(
        'variation selectors that no letter needs',
        'runs of variation selectors that no letter needs',
      )
    case 'terminal':
      return several('a terminal escape sequence', 'terminal escape sequences')
    case 'control':
      return several('a control character', 'control characters')
    case 'space':
      return several('a run of unusual spaces', 'runs of unusual spaces')
    case 'long-space':
      return several('a gap that pushes text out of sight', 'gaps that push text out of sight')
    case 'comment':
      return several('an HTML comment', 'HTML comments')
    case 'private':
      return several('a character without a meaning', 'characters without a meaning')
    case 'lookalike':
      return several(
        `a word in letters that only look alike (${first})`,
        `words in letters that only look alike (${first})`,
      )
  }
}
