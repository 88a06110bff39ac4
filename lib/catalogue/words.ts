// The words of a name, in whatever convention it was written.
const MAX_NAME = 256
const PLAIN = /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/
const ASCII = /^\p{ASCII}*$/u

/** `github__create_issue`, `createIssue`, `issues.create` and `Create-Issue` alike, in lower case. */
export function wordsOf(name: string): string[] {
  const short = name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name
  // Nine names in ten: one pass instead of four.
  if (PLAIN.test(short)) return short.split(/[_-]/)
  return withoutAccents(short)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

/** "Añadir" and "anadir" are one word; scripts that are not Latin stay whole. */
export function withoutAccents(text: string): string {
  if (ASCII.test(text)) return text
  return text.replace(/[\u00c0-\u024f]/g, (letter) => letter.normalize('NFD').charAt(0))
}
