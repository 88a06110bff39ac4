// What attackers try first: the 49 000 commonest of passwords that were stolen and published (`@zxcvbn-ts/language-common`,
// MIT), and what programs make of them. Few of those are long enough to be taken here as they stand, so a password is refused,
// too, that is one or two of them with a few digits and signs.
import { dictionary } from '@zxcvbn-ts/language-common'

const MOST_WORDS = 2
const MOST_OTHERS = 4
// Shorter ones would be found in texts of chance.
const SHORTEST = 3
// Ours, which everybody here knows.
const OWN = ['portcullis', 'changeme', 'secret', '1234', '2024', '2025', '2026', '2027']
// That everybody has read in an explanation of good ones.
const FAMOUS = /^correct\W?horse\W?battery\W?staple$/
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', '98765432109876543210']
const WRITTEN_FOR: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

const common: ReadonlySet<string> = new Set([...dictionary['passwords-common'], ...OWN])
const longest = Math.max(26, ...[...common].map(({ length }) => length))

/**
 * @param password trimmed and lower-cased
 * @param known words that everybody knows of whose password it is: of the e-mail address
 */
export function isCommonPassword(password: string, known: readonly string[] = []): boolean {
  // One character or a few of them over and over is a short password written long.
  if (/^(.{1,3})\1+.?.?$/u.test(password)) return true
  if (FAMOUS.test(password)) return true
  const isWord = (text: string) => common.has(text) || known.includes(text) || isSequence(text)
  if (isHalf(password, isWord)) return true
  const reach = Math.max(longest, ...known.map(({ length }) => length))
  // 'p@ssword1234': what stands at its end is digits, and no letter in disguise.
  const [, word = '', end = ''] = /^(.*\p{L})([^\p{L}]*)$/u.exec(password) ?? []
  const readings = [password, undisguised(password), undisguised(word) + end]
  return readings.some((each) => isMadeOf(each, isWord, reach))
}

function isSequence(text: string): boolean {
  return text.length > 3 && SEQUENCES.some((each) => each.includes(text))
}

function undisguised(password: string): string {
  return [...password].map((character) => WRITTEN_FOR[character] ?? character).join('')
}

// The same word several times, however often.
function isHalf(password: string, isWord: (text: string) => boolean): boolean {
  const [, once] = /^(.{4,}?)\1+$/u.exec(password) ?? []
  return once !== undefined && isWord(once)
}

/** Whether a text is nothing but at most two words, and a few digits and signs anywhere. */
function isMadeOf(text: string, isWord: (text: string) => boolean, reach: number): boolean {
  if (text.length > MOST_WORDS * reach + MOST_OTHERS) return false
  const seen = new Set<string>()
  const goesOn = (from: number, words: number, others: number): boolean => {
    if (from === text.length) return words > 0
    const state = `${from} ${words} ${others}`
    if (seen.has(state)) return false
    seen.add(state)
    if (words < MOST_WORDS)
      for (let to = Math.min(text.length, from + reach); to >= from + SHORTEST; to--)
        if (isWord(text.slice(from, to)) && goesOn(to, words + 1, others)) return true
    return others < MOST_OTHERS && /[^\p{L}]/u.test(text.charAt(from)) && goesOn(from + 1, words, others + 1)
  }
  return goesOn(0, 0, 0)
}
