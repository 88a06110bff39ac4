// Text that others have written (names of servers, tools, clients; what an upstream said) on its way into a
// message. It stays text: no control or direction character works, and nothing turns it into a link or a mention.

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu
// Mail programs and chats make links of these wherever they stand; a joiner in them keeps them as they look.
const LIVE = /@|:\/\/|\]\(|\bwww\.|(?<=[\p{L}\p{N}])\.(?=\p{L})/giu
const GAP = '\u2060'

/** `text` on one line, cut to `longest`, with what cannot be seen written out. */
export function shown(text: unknown, longest = 200): string {
  const line = String(text ?? '').replace(INVISIBLE, (char) =>
    /\s/u.test(char) ? ' ' : `\\u{${char.codePointAt(0)?.toString(16)}}`,
  )
  const chars = Array.from(line)
  return chars.length > longest ? `${chars.slice(0, longest - 1).join('')}…` : line
}

/** The same text where a program would make links and mentions of it: it looks as before and does nothing. */
export function inert(text: string): string {
  return text.replace(LIVE, (found) => found.slice(0, 1) + GAP + found.slice(1))
}

/** For HTML, attributes included. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
