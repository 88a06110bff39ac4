// Text that Postgres cannot hold (NUL, half a surrogate pair) never reaches a batch: one such value
// would refuse every call that waits beside it.

/** A text that can be stored, cut to `longest`; what cannot be stored is written out as `\u0000`. */
export function storableText(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  if (isStorable(cut)) return cut
  return Array.from(cut, (char) => (isStorable(char) ? char : escapeOf(char))).join('')
}

/** True for a text that Postgres holds as it is. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function escapeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
