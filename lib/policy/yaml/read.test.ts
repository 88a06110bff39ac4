import { describe, expect, it } from 'vitest'
import { serializeJson } from '#lib/json/index.ts'
import { parsePolicyText } from '../index.ts'
import { readSource, type SourceNode, sourceValue } from '../source/source.ts'

/** What a text says, as JSON; or its issues, each as the text that it marks and its sentence. */
function read(text: string): string | string[] {
  const source = readSource(text, 'yaml')
  if (source.ok) return serializeJson(sourceValue(text, source.value, []))
  return source.issues.map(
    ({ message, offset = 0, length = 0 }) => `${text.slice(offset, offset + length)} | ${message}`,
  )
}

describe('[P1] YAML says the same data as JSON', () => {
  it.each([
    ['version: "1"\ndefault: deny\n', '{"version":"1","default":"deny"}'],
    ['--- # one\na: 1\n...\n# end\n', '{"a":1}'],
    ['{"a": [1, true, null, "x"]}', '{"a":[1,true,null,"x"]}'],
    ['a:\n- 1\n- b: 2\n  c: 3\n- - 4\nd:\n    - 5\n', '{"a":[1,{"b":2,"c":3},[4]],"d":[5]}'],
    ['a: {b: c, "d":e}\n', '{"a":{"b":"c","d":"e"}}'],
    ['a:\nb:\n  - \n  - ~\n', '{"a":null,"b":[null,null]}'],
    ['a: |\n  one\n  two\n\nb: >-\n  one\n  two\n', '{"a":"one\\ntwo\\n","b":"one two"}'],
    ["a: 'it''s'\nb: \"\\x41\\u00e9\"\nc: one\n  two\n", '{"a":"it\'s","b":"Aé","c":"one two"}'],
    ['a: 1\r\nb:\r\n  - x\r\n', '{"a":1,"b":["x"]}'],
    ['a: 10.50\nb: 9007199254740993\nc: -0\nd: 1e3\n', '{"a":10.50,"b":9007199254740993,"c":-0,"d":1e3}'],
    ['__proto__: {a: 1}\n', '{"__proto__":{"a":1}}'],
  ])('%j', (text, json) => {
    expect(read(text)).toBe(json)
  })

  it('keeps as a text what YAML 1.1 took for something else', () => {
    const text = 'a: [yes, no, on, off, y, N, 12:30:45, 2001-01-01, 1_000, 0b1, =]\non: x\n'
    expect(read(text)).toBe(
      '{"a":["yes","no","on","off","y","N","12:30:45","2001-01-01","1_000","0b1","="],"on":"x"}',
    )
    expect(read('a: [true, True, TRUE, null, Null, ~]')).toBe('{"a":[true,true,true,null,null,null]}')
  })
})

describe('[P1] what YAML can say and a policy does not is refused at its place', () => {
  it.each([
    ['a: &x 1\nb: *x\n', ['&x | Line 1: Anchors', '*x | Line 2: Aliases']],
    ['a: !!str 1\nb: !x y\n', ['!!str | Line 1: Tags', '!x | Line 2: Tags']],
    ['<<: {a: 1}\n', ['<< | Line 1: Merge keys']],
    ['a: 1\n---\nb: 1\n', ['--- | Line 2: One text is one policy']],
    ['%YAML 1.1\n---\na: 1\n', ['%YAML 1.1 | Line 1: Directives']],
    ['1: a\ntrue: b\n~: c\n', ['1 | Line 1: A key is a text', 'true | Line 2: A key', '~ | Line 3: A key']],
    ['? a\n: b\n', ['? | Line 1: Keys that begin with']],
    [': a\n', [': | Line 1: A key is a text, and none stands here']],
    ['[a]: b\n', ['[a] | Line 1: A key is a text']],
    ['a: .nan\nb: -.Inf\n', ['.nan | Line 1: .nan is no number', '-.Inf | Line 2: -.Inf is no number']],
    ['a: [0x1F, 0o17]\n', ['0x1F | Line 1: Readers of YAML disagree on 0x1F', '0o17 | Line 1: Readers']],
    ['a: [017, +1, .5, 1.]\n', ['017 | ', '+1 | ', '.5 | ', '1. | ']],
    ['a:\n\t- b\n', ['\t | Line 2: Tabs do not indent YAML']],
    ['a: {b}\n', ['b | Line 1: A key needs a colon']],
    ['a: {b:1}\n', ['b:1 | Line 1: A key needs a colon']],
    ['a: [b: 1]\n', ['b | Line 1: A pair inside [ ] needs braces']],
    ['a: [b, ]\n', [', | Line 1: No comma stands before the closing bracket']],
    ['a: |+\n  x\n\n', ['|+ | Line 1: Blank lines that count']],
    ['a: |\n  x\n    \n', ['|\n  x | Line 1: A line of spaces']],
    ['\ufeffa: 1\n', ['\ufeff | Line 1: The character U+FEFF']],
    ['a: b\rc: d\n', ['\r | Line 1: The character U+000D']],
    ['# \u2028a: b\n', ['\u2028 | Line 1: The character U+2028']],
    ['a: "\\q"\n', ['\\q | Line 1: There is no such escape']],
    ['a: "b\n', [' | Line 2: A text is not closed']],
    ['a: b: c\n', ['b | Line 1: Two keys meet on one line']],
    ['a: [b\nc: d\n', ['c | Line 2: What stands in brackets']],
    ['a: @b\n', ['@ | Line 1: No text begins with this character']],
    ['', [' | The document is empty.']],
    ['# nothing\n', [' | The document is empty.']],
  ])('%j', (text, issues) => {
    const found = read(text)
    expect(found).toEqual(issues.map((issue) => expect.stringContaining(issue)))
  })

  it('[P6] says that a key stands twice, with its pointer', () => {
    const parsed = parsePolicyText('version: "1"\ndefault: deny\ntools:\n  a: {}\n  "a": {}\n', 'yaml')
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { code: 'duplicate-key', pointer: '/tools/a', offset: 44, length: 3 },
    ])
  })

  it('says that an unquoted version is a number', () => {
    const parsed = parsePolicyText('version: 1\ndefault: deny\n', 'yaml')
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { code: 'wrong-value', pointer: '/version', offset: 9, length: 1 },
    ])
  })

  it('[P3] marks the key of a value that is not there', () => {
    const parsed = parsePolicyText('version: "1"\ndefault: deny\ntools:\nhide:\n  -\n', 'yaml')
    expect(parsed.ok ? [] : parsed.issues.map(({ pointer, offset }) => [pointer, offset])).toEqual([
      ['/tools', 27],
      ['/hide/0', 42],
    ])
  })
})

describe('[P5] the bounds hold before anything recurses', () => {
  const nested = (levels: number): string =>
    `${Array.from({ length: levels }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`
  it.each<[string, string, string]>([
    ['brackets', '['.repeat(1 << 20), 'too-deep'],
    ['dashes', '- '.repeat(1 << 19), 'too-deep'],
    ['question marks', '? '.repeat(1 << 19), 'too-deep'],
    ['keys', nested(65), 'too-deep'],
    ['a size', `# ${'x'.repeat(1 << 20)}`, 'too-large'],
    ['closing brackets', '}'.repeat(1 << 20), 'syntax'],
    ['escapes', `a: "${'\\q'.repeat(500_000)}"`, 'syntax'],
    ['anchors', '&a '.repeat(100_000), 'syntax'],
  ])('of %s', (_, text, code) => {
    const source = readSource(text, 'yaml')
    expect(source.ok || source.issues[0].code).toBe(code)
    expect(source.ok || source.issues.length).toBeLessThanOrEqual(100)
  })
  it('64 levels are read', () => {
    expect(readSource(nested(64), 'yaml').ok).toBe(true)
  })
})

describe('the tree', () => {
  it('says where everything stands', () => {
    const text = '# x\ntools:\n  a:\n  - b: |\n      c\n\n  - {d: 1} # y\n  e:\n'
    const source = readSource(text, 'yaml')
    if (!source.ok) throw new Error('invalid')
    const spans: string[] = []
    const walk = (node: SourceNode): void => {
      spans.push(`${node.type} ${JSON.stringify(text.slice(node.offset, node.offset + node.length))}`)
      for (const child of node.children ?? []) walk(child)
    }
    const [tools] = source.value.children ?? []
    const [, value] = tools?.children ?? []
    for (const entry of value?.children ?? []) walk(entry)
    expect(spans).toEqual([
      'property "a:\\n  - b: |\\n      c\\n\\n  - {d: 1}"',
      'string "a"',
      'array "- b: |\\n      c\\n\\n  - {d: 1}"',
      'object "b: |\\n      c"',
      'property "b: |\\n      c"',
      'string "b"',
      'string "|\\n      c"',
      'object "{d: 1}"',
      'property "d: 1"',
      'string "d"',
      'number "1"',
      'property "e:"',
      'string "e"',
      'null ""',
    ])
  })
})
