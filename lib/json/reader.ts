// One value after the other, from the first character to the last; nothing is read twice.
import { type JsonBounds, type JsonErrorCode, JsonSyntaxError } from './bounds.ts'
import { type Json, JsonNumber, type JsonObject, jsonObject } from './value.ts'

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 names these characters
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const MAX_EXPONENT = 400
const [QUOTE, BACKSLASH, ZERO, NINE, MINUS] = [0x22, 0x5c, 0x30, 0x39, 0x2d]
// Up to here a loop is faster than the regular expression, which has to be called.
const SHORT = 64
// Whatever has so few digits is exact, and written back as it was.
const EXACT_DIGITS = 15

const USUAL =
  'jsonrpc id method params name arguments _meta result content type text isError structuredContent tools title ' +
  'description inputSchema properties required annotations'
// By their first character. V8 looks a string that is cut out of a text up among all that name members, each time it is used as a key.
const USUAL_KEYS: readonly (readonly string[] | undefined)[] = byFirst(USUAL.split(' '))

/** Reads values of a text. `wanted`: the key of the outermost object whose value's own text is kept. */
export class Reader {
  readonly #text: string
  readonly #bounds: JsonBounds
  readonly #wanted: string | null
  #at = 0
  #nodes = 0
  // Whether everything since it was last set is written as `serializeJson` would write it.
  #isPlain = true
  /** See `ReadJson`. */
  memberText: string | null = null

  constructor(text: string, bounds: JsonBounds, wanted: string | null = null) {
    this.#text = text
    this.#bounds = bounds
    this.#wanted = wanted
  }

  end(): void {
    this.#space()
    if (this.#at < this.#text.length) this.#fail('syntax', 'unexpected text after the value')
  }

  value(depth: number): Json {
    if (++this.#nodes > this.#bounds.maxNodes)
      this.#fail('too-many-nodes', `more than ${this.#bounds.maxNodes} values`)
    this.#space()
    const code = this.#text.charCodeAt(this.#at)
    if (code === QUOTE) return this.#string()
    if (code === 0x7b) return this.#object(depth + 1)
    if (code === 0x5b) return this.#array(depth + 1)
    if (code === MINUS || isDigit(code)) return this.#number()
    if (this.#word('true')) return true
    if (this.#word('false')) return false
    if (this.#word('null')) return null
    return this.#fail(
      'syntax',
      Number.isNaN(code) ? 'the text ends where a value is expected' : 'a value is expected here',
    )
  }

  #object(depth: number): JsonObject {
    this.#deep(depth)
    const object = jsonObject()
    const { maxKeys = Number.POSITIVE_INFINITY } = this.#bounds
    let keys = 0
    this.#at++
    this.#space()
    if (this.#take(0x7d)) return object
    for (;;) {
      this.#space()
      const start = this.#at
      if (this.#text.charCodeAt(start) !== QUOTE)
        this.#fail('syntax', 'a key in double quotes is expected here')
      const key = this.#usualKey() ?? this.#string()
      if (Object.hasOwn(object, key))
        this.#fail('duplicate-key', `the key ${JSON.stringify(key)} stands here twice`, start)
      if (++keys > maxKeys) this.#fail('too-many-keys', `more than ${maxKeys} keys in one object`, start)
      this.#space()
      if (!this.#take(0x3a)) this.#fail('syntax', 'a colon is expected here')
      object[key] = depth === 1 && key === this.#wanted ? this.#member() : this.value(depth)
      // Such keys come first when they are written, whatever stood before them.
      if (isDigit(key.charCodeAt(0))) this.#isPlain = false
      this.#space()
      if (this.#take(0x7d)) return object
      if (!this.#take(0x2c)) this.#fail('syntax', 'a comma or a closing brace is expected here')
    }
  }

  /** A key that most messages have, as the very string that all of them share; null, with nothing read, for every other. */
  #usualKey(): string | null {
    const start = this.#at + 1
    const names = USUAL_KEYS[this.#text.charCodeAt(start)]
    if (names === undefined) return null
    for (const name of names) {
      const end = start + name.length
      if (this.#text.charCodeAt(end) !== QUOTE || !this.#text.startsWith(name, start)) continue
      this.#at = end + 1
      return name
    }
    return null
  }

  #member(): Json {
    this.#space()
    this.#isPlain = true
    const start = this.#at
    const value = this.value(1)
    this.memberText = this.#isPlain ? this.#text.slice(start, this.#at) : null
    return value
  }

  #array(depth: number): Json[] {
    this.#deep(depth)
    const array: Json[] = []
    this.#at++
    this.#space()
    if (this.#take(0x5d)) return array
    for (;;) {
      array.push(this.value(depth))
      this.#space()
      if (this.#take(0x5d)) return array
      if (!this.#take(0x2c)) this.#fail('syntax', 'a comma or a closing bracket is expected here')
    }
  }

  #string(): string {
    const { maxStringLength = Number.POSITIVE_INFINITY } = this.#bounds
    const start = this.#at++
    let value = ''
    for (;;) {
      const end = this.#endOfPlain()
      value += this.#text.slice(this.#at, end)
      this.#at = end
      if (value.length > maxStringLength)
        this.#fail('too-long', `a text of more than ${maxStringLength} characters`, start)
      const code = this.#text.charCodeAt(end)
      if (code === QUOTE) break
      if (code !== BACKSLASH)
        this.#fail(
          'syntax',
          Number.isNaN(code) ? 'a string is not closed' : 'a control character must be escaped',
        )
      value += this.#escape()
    }
    this.#at++
    if (!value.isWellFormed()) this.#fail('lone-surrogate', 'half of a surrogate pair is not text', start)
    return value
  }

  /** Where the characters end that stand for themselves. */
  #endOfPlain(): number {
    const text = this.#text
    const near = Math.min(this.#at + SHORT, text.length)
    for (let at = this.#at; at < near; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE || code === BACKSLASH || code < 0x20) return at
    }
    PLAIN_STRING.lastIndex = near
    PLAIN_STRING.test(text)
    return PLAIN_STRING.lastIndex
  }

  #escape(): string {
    const char = this.#text[this.#at + 1] ?? ''
    const simple = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined
    // Of all escapes these alone are what a writer makes, too.
    if (simple === undefined || char === '/') this.#isPlain = false
    if (simple !== undefined) {
      this.#at += 2
      return simple
    }
    const hex = this.#text.slice(this.#at + 2, this.#at + 6)
    if (char !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail('syntax', 'no such escape')
    this.#at += 6
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  #number(): number | JsonNumber {
    return this.#shortInteger() ?? this.#exactNumber()
  }

  /** A whole number of few digits, as nearly all are; null, with nothing read, for every other. */
  #shortInteger(): number | null {
    const text = this.#text
    const first = text.charCodeAt(this.#at)
    let at = this.#at
    let value = 0
    let code = first
    for (; isDigit(code); code = text.charCodeAt(++at)) {
      value = value * 10 + code - ZERO
      if (at - this.#at === EXACT_DIGITS) return null
    }
    const isOdd = code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === MINUS
    if (isOdd || (first === ZERO && at - this.#at > 1)) return null
    this.#at = at
    return value
  }

  #exactNumber(): number | JsonNumber {
    NUMBER.lastIndex = this.#at
    const text = NUMBER.exec(this.#text)?.[0]
    if (!text) return this.#fail('syntax', 'a digit is expected here')
    const start = this.#at
    this.#at += text.length
    if (/[0-9.eE+-]/.test(this.#text[this.#at] ?? '')) this.#fail('syntax', 'a number is written wrongly')
    const exponent = Number(/[eE](.*)$/.exec(text)?.[1] ?? 0)
    if (Math.abs(exponent) > MAX_EXPONENT || text.length > 1000)
      this.#fail('number-range', 'a number is out of range', start)
    const value = Number(text)
    return String(value) === text ? value : new JsonNumber(text)
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code > 0x20 || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) return
      this.#isPlain = false
      this.#at++
    }
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false
    this.#at++
    return true
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    return true
  }

  #deep(depth: number): void {
    if (depth > this.#bounds.maxDepth)
      this.#fail('too-deep', `nested deeper than ${this.#bounds.maxDepth} levels`)
  }

  #fail(code: JsonErrorCode, message: string, offset = this.#at): never {
    throw new JsonSyntaxError(code, message, offset)
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function byFirst(names: readonly string[]): string[][] {
  const table: string[][] = []
  for (const name of names) {
    const code = name.charCodeAt(0)
    table[code] = [...(table[code] ?? []), name]
  }
  return table
}
