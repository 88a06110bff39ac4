// A text that a pattern matches, built from the pattern without ever running it: a pattern is the server's,
// and running it could take for ever.

/** A short text that the whole pattern matches; null for one with parts that are not read here. */
export function textMatching(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN) return null
  const reading: Reading = { text: pattern, at: 0, depth: 0 }
  try {
    const made = alternatives(reading)
    return reading.at === pattern.length && made.length <= MAX_TEXT ? made : null
  } catch (error) {
    if (error instanceof Unread) return null
    throw error
  }
}

const MAX_PATTERN = 512
const MAX_TEXT = 200
const MAX_DEPTH = 20

type Reading = { readonly text: string; at: number; depth: number }
class Unread extends Error {}

/** The first of several ways. */
function alternatives(reading: Reading): string {
  if (++reading.depth > MAX_DEPTH) throw new Unread()
  const made = sequence(reading)
  while (peek(reading) === '|') {
    reading.at++
    sequence(reading)
  }
  reading.depth--
  return made
}

function sequence(reading: Reading): string {
  let made = ''
  for (let next = peek(reading); next !== '' && next !== '|' && next !== ')'; next = peek(reading)) {
    if (next === '^' || next === '$') {
      // An end in the middle can be met by nothing that is written here.
      if (next === '^' ? reading.at > 0 && made !== '' : !endsHere(reading)) throw new Unread()
      reading.at++
      continue
    }
    const atom = atomOf(reading)
    made += atom.repeat(timesOf(reading))
    if (made.length > MAX_TEXT) throw new Unread()
  }
  return made
}

function endsHere({ text, at }: Reading): boolean {
  return /^\$(?:[|)]|$)/.test(text.slice(at))
}

function atomOf(reading: Reading): string {
  const next = take(reading)
  if (next === '(') return group(reading)
  if (next === '[') return oneOfClass(reading)
  if (next === '\\') return escaped(reading)
  if (next === '.') return 'a'
  if ('*+?{'.includes(next)) throw new Unread()
  return next
}

function group(reading: Reading): string {
  if (peek(reading) === '?') {
    if (reading.text.slice(reading.at, reading.at + 2) !== '?:') throw new Unread()
    reading.at += 2
  }
  const made = alternatives(reading)
  if (take(reading) !== ')') throw new Unread()
  return made
}

const CLASSES: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ' }

function escaped(reading: Reading): string {
  const letter = take(reading)
  const known = CLASSES[letter]
  if (known !== undefined) return known
  // Back references, boundaries, properties, negated classes.
  if (/[A-Za-z0-9]/.test(letter) || letter === '') throw new Unread()
  return letter
}

/** A member of a class: of a negated one, the first of a few that it does not name. */
function oneOfClass(reading: Reading): string {
  const isNegated = peek(reading) === '^'
  if (isNegated) reading.at++
  const ranges: (readonly [string, string])[] = []
  for (let isFirst = true; isFirst || peek(reading) !== ']'; isFirst = false) {
    const from = classMember(reading)
    if (peek(reading) === '-' && !'] '.includes(reading.text[reading.at + 1] ?? ']')) {
      reading.at++
      ranges.push([from, classMember(reading)])
    } else ranges.push([from, from])
    if (reading.at >= reading.text.length) throw new Unread()
  }
  reading.at++
  const isIn = (each: string) => ranges.some(([from, to]) => each >= from && each <= to)
  const wanted = WISHED.find((each) => isIn(each) !== isNegated) ?? (isNegated ? undefined : ranges[0]?.[0])
  if (wanted === undefined) throw new Unread()
  return wanted
}

const WISHED = [...'a1A0x-_ ']

function classMember(reading: Reading): string {
  const next = take(reading)
  if (next === '') throw new Unread()
  return next === '\\' ? escaped(reading) : next
}

/** How often the atom before stands at least. */
function timesOf(reading: Reading): number {
  const rest = reading.text.slice(reading.at)
  const match = /^(?:[*+?]|\{(\d{1,3})(?:,\d*)?\})\??/.exec(rest)
  if (!match) {
    if (rest.startsWith('{')) throw new Unread()
    return 1
  }
  reading.at += match[0].length
  if (match[1] !== undefined) return Number(match[1])
  return match[0].startsWith('+') ? 1 : 0
}

function peek({ text, at }: Reading): string {
  return text[at] ?? ''
}

function take(reading: Reading): string {
  return reading.text[reading.at++] ?? ''
}
