// [G5] What a person reads is what runs: every argument, whole, with what an eye would miss marked.
import { describe, expect, it } from 'vitest'
import { canonicalJson, fromPlain } from '#lib/json/index.ts'
import { reveal } from '#lib/pins/index.ts'
import { callParts, changesSince } from './call-parts.ts'

const partsOf = (args: object) => callParts(canonicalJson(fromPlain({ arguments: args })))?.args ?? []
const whyOf = (text: string) => reveal(text).flatMap((piece) => (piece.kind === 'hidden' ? [piece.why] : []))

const HOSTILE: readonly (readonly [string, string, string])[] = [
  ['a right-to-left override', 'pay \u202e00.01$', 'direction'],
  ['an isolate', 'a\u2066b\u2069', 'direction'],
  ['a zero-width space', 'ad\u200bmin', 'zero-width'],
  ['a zero-width joiner', 'ad\u200dmin', 'zero-width'],
  ['a Cyrillic letter in a Latin word', 'p\u0430ypal.com', 'lookalike'],
  ['an ANSI sequence', '\u001b[2Jsafe', 'terminal'],
  ['a backspace', 'delete\b\b\b\b\b\bread', 'control'],
  ['padding that pushes text off the screen', `ok${' '.repeat(4000)}rm -rf /`, 'long-space'],
  ['text in tag characters', `ok${'\u{e0072}\u{e006d}'}`, 'tags'],
]

describe('[G5] the text of a call', () => {
  it.each(HOSTILE)('marks %s, in a value, a name and far inside, and loses nothing of it', (_, text, why) => {
    for (const args of [
      { a: text },
      { [text]: 1 },
      { deep: { deeper: [{ deepest: text }] } },
      { deep: { [text]: 1 } },
    ]) {
      const [part] = partsOf(args)
      const shown = `${part?.name}\n${part?.text}`
      // Laid out as JSON an escape is written out already, and is seen as such.
      const written = JSON.stringify(text).slice(1, -1)
      if (!shown.includes(written) || written === text) expect(whyOf(shown)).toContain(why)
      expect(shown.includes(text) || shown.includes(written)).toBe(true)
      expect(
        reveal(shown)
          .map(({ text: piece }) => piece)
          .join(''),
      ).toBe(shown)
    }
  })

  it('has a part for each argument, however many and however deep: nothing is folded away', () => {
    const args = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, { b: { c: { d: i } } }]))
    const parts = partsOf(args)
    expect(parts).toHaveLength(300)
    for (const part of parts) expect(part.text).toContain(`"d": ${part.name.slice(1)}`)
  })

  it('is no markup', () => {
    const [part] = partsOf({ a: '<img src=x onerror=alert(1)><!-- hidden -->' })
    expect(part?.text).toBe('<img src=x onerror=alert(1)><!-- hidden -->')
    expect(whyOf(part?.text ?? '')).toEqual(['comment'])
  })
})

describe('[G5] what changed since the call before', () => {
  const textOf = (args: object) => canonicalJson(fromPlain({ arguments: args }))
  const since = (earlier: object, now: object) => {
    const changes = changesSince(textOf(earlier), textOf(now))
    const changed = [...(changes?.changed ?? [])].map(([name, { before }]) => [name, before?.text ?? null])
    return { changed, gone: changes?.gone.map(({ name }) => name) }
  }

  it('names each argument that is new, other or gone, and what it was; nothing where all is as it was', () => {
    const call = { to: 'ann', amount: 5, note: { a: [1, 2] } }
    expect(since(call, call)).toEqual({ changed: [], gone: [] })
    expect(since(call, { to: 'ann', amount: 500, note: { a: [1, 3] }, cc: 'eve' })).toEqual({
      changed: [
        ['amount', '5'],
        ['cc', null],
        ['note', expect.stringContaining('2')],
      ],
      gone: [],
    })
    expect(since(call, { to: 'ann' })).toEqual({ changed: [], gone: ['amount', 'note'] })
  })

  it('takes a text for another value than what it spells, and an invisible letter for a change', () => {
    expect(since({ amount: 5 }, { amount: '5' }).changed).toEqual([['amount', '5']])
    expect(since({ to: 'admin' }, { to: 'ad\u200bmin' }).changed).toEqual([['to', 'admin']])
    expect(since({ a: 1 }, JSON.parse('{"__proto__": 1, "a": 1}')).changed).toEqual([['__proto__', null]])
  })

  it('compares nothing that is cut', () => {
    expect(changesSince('{"arguments":{"a":', textOf({ a: 1 }))).toBeNull()
    expect(changesSince(textOf({ a: 1 }), '{"arguments":{"a":')).toBeNull()
  })
})
