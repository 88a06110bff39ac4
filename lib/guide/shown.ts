// Texts of a definition as a sentence may hold them: they are hostile, so they are bounded, and whatever is
// in them without being seen is written out.
import { reveal } from '#lib/pins/index.ts'

const MAX_NAME = 80

/** A name for a sentence: 80 characters at most, what is invisible in it by its own name. */
export function shownName(name: string): string {
  return shownText(name, MAX_NAME)
}

/** A text on one line, at most `most` characters of it. */
export function shownText(text: string, most: number): string {
  // More than is shown is not looked at: a text may be a megabyte long.
  const visible = reveal(text.slice(0, 4 * most))
    .map((piece) => (piece.kind === 'text' ? piece.text : seen(piece.text, piece.why, piece.label)))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = [...visible]
  return characters.length <= most ? visible : `${characters.slice(0, most).join('').trimEnd()}…`
}

// A lookalike, a comment and a wide space are seen; all else is not.
function seen(text: string, why: string, label: string): string {
  if (why === 'lookalike' || why === 'comment') return text
  return why === 'space' || why === 'long-space' ? ' ' : `[${label}]`
}

/** JSON text with everything in it that cannot be seen as its escape: the value is the same. */
export function visibleJson(text: string): string {
  return text.replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from(
      { length: char.length },
      (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
