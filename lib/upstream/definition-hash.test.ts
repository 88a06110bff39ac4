import { expect, it } from 'vitest'
import { parseJson, serializeJson } from '#lib/json/index.ts'
import { definitionHash, definitionHashOf } from './definition-hash.ts'

const DEFINITION =
  '{"name":"send","title":"Send","description":"Sends","inputSchema":{"type":"object","properties":{"to":{"type":"string","enum":["a","b"],"default":"a","x-mcp-header":"To"}}},"outputSchema":{"type":"object"},"annotations":{"readOnlyHint":true},"icons":[{"src":"https://x/i.png"}],"_meta":{"a":1}}'
const hashOf = (text: string) => definitionHash(parseJson(text))

it('[H1] a change anywhere in a definition is another hash', () => {
  const changes: [string, string][] = [
    ['"title":"Send"', '"title":"Send."'],
    ['"description":"Sends"', '"description":"Sends "'],
    ['"enum":["a","b"]', '"enum":["b","a"]'],
    ['"default":"a"', '"default":"b"'],
    ['"x-mcp-header":"To"', '"x-mcp-header":"From"'],
    ['"to":', '"too":'],
    ['"outputSchema":{"type":"object"}', '"outputSchema":{"type":"array"}'],
    ['"readOnlyHint":true', '"readOnlyHint":false'],
    ['i.png', 'j.png'],
    ['"_meta":{"a":1}', '"_meta":{"a":2}'],
    ['"_meta":{"a":1}', '"_meta":{"a":1,"b":null}'],
  ]
  const hashes = changes.map(([from, to]) => {
    expect(DEFINITION).toContain(from)
    return hashOf(DEFINITION.replace(from, to))
  })
  expect(new Set([...hashes, hashOf(DEFINITION)]).size).toBe(changes.length + 1)
})

it('the order of keys, white space and the writing of a number are not a change', () => {
  expect(hashOf('{"b":1.0,"a":"\\u0041"}')).toBe(hashOf('{ "a": "A", "b": 1 }'))
  expect(hashOf('{"a":1}')).toMatch(/^[0-9a-f]{64}$/)
})

it('[D1] how a call may be run is not part of it: only the list of one era says it', () => {
  expect(hashOf('{"name":"a","inputSchema":{},"execution":{"taskSupport":"optional"}}')).toBe(
    hashOf('{"name":"a","inputSchema":{}}'),
  )
  expect(hashOf('{"name":"a","inputSchema":{"execution":{}}}')).not.toBe(
    hashOf('{"name":"a","inputSchema":{}}'),
  )
})

it('[H1] is the same by its text, the first time and every later one, also after thousands of others', () => {
  const texts = Array.from({ length: 6_000 }, (_, i) => DEFINITION.replace('"Sends"', `"Sends ${i}"`))
  for (const round of [1, 2])
    for (const text of round === 1 ? texts : texts.slice(-10)) {
      const definition = parseJson(text)
      expect(definitionHashOf(serializeJson(definition), definition)).toBe(definitionHash(definition))
    }
})
