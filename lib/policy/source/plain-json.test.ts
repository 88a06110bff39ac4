import fc from 'fast-check'
import { expect, it } from 'vitest'
import { serializeJson } from '#lib/json/index.ts'
import { readPlainJson } from './plain-json.ts'
import { readSource, sourceValue } from './source.ts'

/** What the exact reader says: the value as text, or null where it found any fault. */
function exactly(text: string): string | null {
  const source = readSource(text, 'json')
  if (!source.ok) return null
  const faults: Parameters<typeof sourceValue>[2] = []
  const value = sourceValue(text, source.value, faults)
  return faults.length > 0 ? null : serializeJson(value)
}

const key = fc.oneof(
  fc.constantFrom('a', 'tools', '__proto__', 'constructor', '1', '10', '2', ''),
  fc.string(),
)
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
}))
const indent = fc.constantFrom('', '  ', '    ', '\t')
// What other hands do to a text: a key twice, another number, a half character, a comment, a gap.
const spoil = fc.constantFrom<[RegExp, string]>(
  [/$^/, ''],
  [/"a"/, '"tools"'],
  [/\d+/, '9007199254740993'],
  [/\d+/, '1.0'],
  [/\d/, '-0'],
  [/"(?=,|\n|$)/, '\\ud800"'],
  [/"(?=,|\n|$)/, '\ud800"'],
  [/,/, ',,'],
  [/,/, ' ,'],
  [/$/, '\n'],
  [/$/, '\n\n'],
  [/^/, '// a comment\n'],
)

it('reads what it reads as the exact reader does, and nothing that has a fault', () => {
  let plain = 0
  fc.assert(
    fc.property(value, indent, spoil, (written, space, [find, replacement]) => {
      const text = (JSON.stringify(written, null, space) ?? 'null').replace(find, replacement)
      const read = readPlainJson(text)
      if (read === null) return
      plain++
      expect(serializeJson(read)).toBe(exactly(text))
    }),
    { numRuns: 5000 },
  )
  // Else the property would say nothing.
  expect(plain).toBeGreaterThan(1000)
})

it.each([
  ['a key that stands twice', '{"a":1,"a":1}'],
  ['a number with more digits than a double has', '{"max":9007199254740993}'],
  ['a number written in another way', '{"max":1.0}'],
  ['half a character, escaped', '{"a":"\\ud800"}'],
  ['half a character', '{"a":"\ud800"}'],
  ['a comment', '{"a":1} // one'],
  ['keys that the platform puts in another order', '{"b":1,"1":2}'],
  ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`],
  ['a million levels', '['.repeat(1_000_000)],
  ['nothing', ''],
])('leaves %s to the exact reader', (_, text) => {
  expect(readPlainJson(text)).toBeNull()
})

it('reads 64 levels, and a key named __proto__ as a key', () => {
  expect(readPlainJson(`${'['.repeat(64)}${']'.repeat(64)}`)).not.toBeNull()
  const read = readPlainJson('{"__proto__":{"x":1}}')
  expect(serializeJson(read ?? null)).toBe('{"__proto__":{"x":1}}')
  expect('toString' in (read as object)).toBe(false)
})
