// A text as the words that a search finds it by. Names in any convention give the same words:
// `createIssue`, `create-issue` and `CREATE_ISSUE` are all `create issue`.
const LONGEST_WORD = 40
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
// `HTTPServer` is two words, `OAuth` and `APIs` are one.
const HUMP = /([\p{Ll}\p{N}])(\p{Lu})|(\p{Lu}{2})(\p{Lu}\p{Ll}{2})/gu
const WORD = /[\p{L}\p{N}]+/gu

/** In the order of the text, with repetitions; words of more than 40 letters are left out. */
export function wordsOf(text: string): string[] {
  const apart = text.replace(HUMP, '$1$3 $2$4').toLowerCase()
  // Most texts are plain, and taking accents off costs more than all the rest.
  const plain = /^[\p{ASCII}]*$/u.test(apart) ? apart : withoutAccents(apart)
  const words = plain.match(WORD) ?? []
  return words
    .flatMap((word) => (CJK.test(word) ? pairsOf(word) : word))
    .filter((word) => word.length <= LONGEST_WORD)
}

/** A name without anything between its words: what its beginning is looked for in. */
export function nameKey(name: string): string {
  return wordsOf(name).join('').slice(0, 120)
}

/** Words that say nothing of a tool; a search leaves them out where it has others. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the of to for in on at by with from and or is are be this that it its as if your you can
   el la los las de del y en un una para por con que o os as um uma do da dos das e no na com`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC')
}

// Scripts without spaces: every two neighbours are a word, so that any part of a text is found.
function pairsOf(run: string): string[] {
  const letters = [...run]
  if (letters.length < 3) return [run]
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
}
