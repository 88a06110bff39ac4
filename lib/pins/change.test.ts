import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, fromPlain, type Json, parseJson } from '#lib/json/index.ts'
import { applyDifferences, describeChange, diffWords, placeOf } from './index.ts'

const json = fc
  .jsonValue({ maxDepth: 4 })
  .map(fromPlain)
  .filter((value) => value !== null)
const key = fc.constantFrom(
  'name',
  'description',
  'inputSchema',
  'properties',
  'to',
  'a/b',
  'm~n',
  '__proto__',
)
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 5 }).map(objectOf),
  ),
}))
// null stands for a definition that never was.
const alike = tree.map(fromPlain).filter((value) => value !== null)

// As JSON.parse makes one: `__proto__` is a key like any other.
function objectOf(entries: [string, unknown][]): unknown {
  const members = new Map(entries.map(([name, value]) => [name, JSON.stringify(value)]))
  return JSON.parse(`{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`)
}

const differences = (before: Json, after: Json) => describeChange(before, after).differences
const of = (before: string, after: string) => differences(parseJson(before), parseJson(after))

describe('[D1] [H1] the description of a change', () => {
  it('is the whole change: made to the definition before, it gives the one after', () => {
    const holds = (before: Json, after: Json) => {
      const applied = applyDifferences(before, differences(before, after))
      expect(canonicalJson(applied)).toBe(canonicalJson(after))
    }
    fc.assert(fc.property(json, json, holds))
    fc.assert(fc.property(alike, alike, holds), { numRuns: 2_000 })
  })

  it('is empty exactly where the hash would be the same: no difference is ever silent', () => {
    fc.assert(
      fc.property(alike, alike, (before, after) => {
        const isSame = canonicalJson(before) === canonicalJson(after)
        expect(differences(before, after).length === 0).toBe(isSame)
      }),
      { numRuns: 2_000 },
    )
    expect(of('{"a":1.0,"b":{"c":1e2}}', '{"b":{"c":100},"a":1}')).toEqual([])
    expect(of('{"n":9007199254740993}', '{"n":9007199254740992}')).toHaveLength(1)
  })

  it('names no place where nothing differs, and none twice', () => {
    fc.assert(
      fc.property(alike, alike, (before, after) => {
        const found = differences(before, after)
        expect(new Set(found.map((each) => each.pointer)).size).toBe(found.length)
        for (const each of found) expect(each.before).not.toBe(each.after)
      }),
      { numRuns: 1_000 },
    )
  })

  it('goes down to the member that changed, in a schema as anywhere', () => {
    const before = `{"name":"send","inputSchema":{"type":"object","required":["to"],"properties":{
      "to":{"type":"string","enum":["a","b"]},"note":{"type":"string"},"n":{"anyOf":[{"maximum":5},{"type":"null"}]}}}}`
    const after = `{"name":"send","inputSchema":{"type":"object","required":["to","bcc"],"properties":{
      "to":{"type":"string","enum":["a","b","c"],"default":"c"},"bcc":{"type":"string"},
      "n":{"anyOf":[{"maximum":500},{"type":"null"}]}}},"icons":[{"src":"x"}]}`
    expect(of(before, after)).toEqual([
      { pointer: '/inputSchema/required', before: '["to"]', after: '["to","bcc"]' },
      { pointer: '/inputSchema/properties/to/enum', before: '["a","b"]', after: '["a","b","c"]' },
      { pointer: '/inputSchema/properties/to/default', before: null, after: '"c"' },
      { pointer: '/inputSchema/properties/bcc', before: null, after: '{"type":"string"}' },
      { pointer: '/inputSchema/properties/n/anyOf/0/maximum', before: '5', after: '500' },
      { pointer: '/inputSchema/properties/note', before: '{"type":"string"}', after: null },
      { pointer: '/icons', before: null, after: '[{"src":"x"}]' },
    ])
  })

  it('takes every member of a tool that was never accepted for new', () => {
    const found = describeChange(null, parseJson('{"name":"a","description":"b"}')).differences
    expect(found.map(({ pointer, before }) => [pointer, before])).toEqual([
      ['/name', null],
      ['/description', null],
    ])
  })

  it.each([
    ['', 'Definition', ''],
    ['/description', 'Description', ''],
    ['/inputSchema/properties/to/enum', 'Arguments', 'to · enum'],
    [
      '/inputSchema/properties/filter/properties/tags/items/maxLength',
      'Arguments',
      'filter.tags[] · maxLength',
    ],
    ['/inputSchema/properties/a~1b', 'Arguments', 'a/b'],
    ['/inputSchema/items', 'Arguments', 'items'],
    ['/inputSchema/$defs/x/type', 'Arguments', '$defs · x · type'],
    ['/annotations/readOnlyHint', 'Annotations', 'readOnlyHint'],
    ['/__proto__/x', '__proto__', 'x'],
  ])('says where %s is: %s, %s', (pointer, part, within) => {
    expect(placeOf(pointer)).toEqual({ part, within })
  })
})

describe('diffWords', () => {
  const made = (pieces: ReturnType<typeof diffWords>, without: string) =>
    pieces.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('')

  it('holds both texts whole, whatever they are', () => {
    const word = fc.constantFrom('read', 'the', ' ', '\n', '.', '\u200b', 'größe', '😀', '\ud800')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join('')),
    )
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = diffWords(before, after)
        expect(made(pieces, 'added')).toBe(before)
        expect(made(pieces, 'removed')).toBe(after)
        if (before === after) expect(pieces.every(({ kind }) => kind === 'same')).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('shows one run of changed words as one removal and one addition', () => {
    expect(diffWords('Reads a small file.', 'Reads every big file.')).toEqual([
      { kind: 'same', text: 'Reads ' },
      { kind: 'removed', text: 'a small' },
      { kind: 'added', text: 'every big' },
      { kind: 'same', text: ' file.' },
    ])
    expect(diffWords('pay', 'pay\u200b')).toEqual([
      { kind: 'same', text: 'pay' },
      { kind: 'added', text: '\u200b' },
    ])
  })

  it('gives up on words, not on the texts, where they are long and nothing is shared', () => {
    const before = 'a b '.repeat(2_000)
    const pieces = diffWords(before, 'c d '.repeat(2_000))
    expect(made(pieces, 'added')).toBe(before)
  })
})
