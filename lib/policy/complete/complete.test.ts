import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '../read/parse-text.ts'
import { type Completions, type CompletionWorld, completionsAt, meaningAt } from './complete.ts'

const world: CompletionWorld = {
  tools: ['read_stream', 'create_connection', 'delete_all'].map((name) => ({ name, detail: 'Low Read' })),
  fieldsOf: (tools) => [
    ...(tools.includes('create_connection')
      ? [
          { path: 'args.type', detail: 'text', isNumber: false, choices: ['webhook', 'rss'] },
          { path: 'args.amount', detail: 'number', isNumber: true, choices: [] },
        ]
      : []),
    { path: 'client.name', detail: 'a claim', isNumber: false, choices: [] },
  ],
}

/** Where `|` stands in the text. */
function at(marked: string, format: 'jsonc' | 'yaml' = 'jsonc'): Completions | null {
  const offset = marked.indexOf('|')
  return completionsAt(marked.replace('|', ''), offset, format, world)
}
const labels = (marked: string, format?: 'yaml') => at(marked, format)?.options.map(({ label }) => label)

/** The text after the named choice was made. */
function choose(marked: string, label: string, format: 'jsonc' | 'yaml' = 'jsonc'): string {
  const found = at(marked, format)
  const option = found?.options.find((each) => each.label === label)
  if (!found || !option) throw new Error(`no ${label} at ${marked}`)
  const text = marked.replace('|', '')
  return text.slice(0, found.from) + option.insert.replace('#{}', '') + text.slice(found.to)
}

describe('completion in JSON', () => {
  it('offers the keys of each object that are not there yet, with what they mean', () => {
    expect(labels('{ "version": "1", | }')).toEqual(
      expect.arrayContaining(['default', 'hide', 'methods', 'all_tools', 'tools']),
    )
    expect(labels('{ "version": "1", | }')).not.toContain('version')
    expect(labels('{"tools":{"read_stream":{"|"}}}')).toContain('rate_limit')
    expect(labels('{"tools":{"read_stream":{"deny_if":[{"conditions":[{ | }]}]}}}')).toEqual(
      expect.arrayContaining(['path', 'op', 'value', 'any_of']),
    )
    expect(labels('{"tools":{"a":{"limits":[{"counter":"x",|}]}}}')).toEqual(
      expect.arrayContaining(['window', 'max', 'scope', 'algorithm', 'increment_from']),
    )
    for (const option of at('{ | }')?.options ?? []) expect(option.detail).not.toBe('')
  })

  it('offers the tools that have no entry, and names in hide', () => {
    expect(labels('{"tools":{"read_stream":{}, "cr|"}}')).toEqual(['create_connection', 'delete_all'])
    expect(labels('{"hide":["|"]}')).toEqual(['read_stream', 'create_connection', 'delete_all'])
  })

  it('offers the values of a place, of another field’s choices, and of the tool’s own arguments', () => {
    const inRule = (condition: string) =>
      `{"tools":{"create_connection":{"deny_if":[{"conditions":[${condition}]}]}}}`
    expect(labels('{"default": |}')).toEqual(['allow', 'deny'])
    expect(labels('{"methods": {"resources": "|"}}')).toEqual(['allow', 'deny'])
    expect(labels(inRule('{"path":"|"}'))).toEqual(['args.type', 'args.amount', 'client.name'])
    expect(labels(inRule('{"path":"args.type","op":|}'))).toContain('host_in')
    expect(labels(inRule('{"path":"args.type","op":"eq","value":|}'))).toEqual(['webhook', 'rss'])
    expect(labels(inRule('{"path":"args.x","op":"exists","value":|}'))).toEqual(['true', 'false'])
    expect(labels('{"tools":{"read_stream":{"deny_if":[{"conditions":[{"path":"|"}]}]}}}')).toEqual([
      'client.name',
    ])
    expect(labels('{"tools":{"create_*":{"limits":[{"increment_from":"|"}]}}}')).toEqual(['args.amount'])
    expect(labels('{"tools":{"a":{"limits":[{"window":"|"}]}}}')).toContain('minute')
    expect(labels('{"tools":{"a":{"strict_arguments":|}}}')).toEqual(['true', 'false'])
  })

  it('puts what leaves the text as it should be', () => {
    expect(choose('{ de| }', 'default')).toBe('{ "default": "" }')
    expect(choose('{ | "tools": {} }', 'version')).toBe('{ "version": "1", "tools": {} }')
    expect(choose('{"tools":{"cr|"}}', 'create_connection')).toBe('{"tools":{"create_connection": {}}}')
    expect(choose('{"tools":{"a":{"limits":[{"window":"m|"}]}}}', 'month')).toContain('{"window":"month"}')
    expect(parsePolicyText(choose('{"version":"1","default":"d|"}', 'deny')).ok).toBe(true)
  })

  it('says nothing where nothing is known', () => {
    expect(at('|')).toBeNull()
    expect(at('{"description": "|"}')).toBeNull()
    expect(at('{"tools":{"a":{"nonsense":{ | }}}}')).toBeNull()
  })

  it('says what a key means, and nothing of a tool’s name', () => {
    const text = '{"default":"deny","tools":{"read_stream":{"deny_if":[]}}}'
    expect(meaningAt(text, text.indexOf('deny_if') + 2, 'json')).toContain('refuse')
    expect(meaningAt(text, text.indexOf('read_stream') + 2, 'json')).toBeNull()
  })
})

describe('completion in YAML', () => {
  it('offers keys, tools, names and values by the indents', () => {
    expect(labels('version: "1"\n|', 'yaml')).toEqual(expect.arrayContaining(['default', 'tools']))
    expect(labels('version: "1"\n|', 'yaml')).not.toContain('version')
    expect(labels('default: |\ntools: {}\n', 'yaml')).toEqual(['allow', 'deny'])
    expect(labels('tools:\n  read_stream: {}\n  |', 'yaml')).toEqual(['create_connection', 'delete_all'])
    expect(labels('tools:\n  read_stream:\n    |\n  delete_all: {}\n', 'yaml')).toContain('limits')
    expect(labels('hide:\n  - wipe\n  - de|\ntools: {}\n', 'yaml')).toContain('delete_all')
    expect(labels('hide:\n- de|\n', 'yaml')).toContain('delete_all')
    const rule = 'tools:\n  create_connection:\n    deny_if:\n      - conditions:\n          - path: '
    expect(labels(`${rule}|`, 'yaml')).toEqual(['args.type', 'args.amount', 'client.name'])
    expect(labels(`${rule}args.type\n            op: |`, 'yaml')).toContain('regex')
    expect(labels(`${rule}args.type\n            op: eq\n            value: |`, 'yaml')).toEqual([
      'webhook',
      'rss',
    ])
    expect(labels(`${rule}args.type\n            |`, 'yaml')).toEqual(expect.arrayContaining(['op', 'value']))
    expect(labels(`${rule}args.type\n          - |`, 'yaml')).toEqual(
      expect.arrayContaining(['path', 'any_of']),
    )
    expect(labels(`${rule}args.type\n        |`, 'yaml')).toEqual(['on_deny'])
  })

  it('puts what leaves the text as it should be', () => {
    expect(choose('ver|\n', 'version', 'yaml')).toBe('version: "1"\n')
    expect(choose('tools:\n  cr|\n', 'create_connection', 'yaml')).toBe('tools:\n  create_connection: {}\n')
    expect(choose('default: al|\n', 'allow', 'yaml')).toBe('default: allow\n')
  })

  it('says nothing in comments, braces and brackets', () => {
    for (const text of ['# |', 'tools: { | }', 'hide: [|]']) expect(at(text, 'yaml')).toBeNull()
  })
})
