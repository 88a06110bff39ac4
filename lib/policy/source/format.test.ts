import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, parseJson } from '#lib/json/index.ts'
import {
  convertText,
  FORMATS,
  type Format,
  formatOf,
  locateIssues,
  locatePointer,
  parsePolicyText,
} from '../index.ts'
import { jsonValue, validDocument } from '../testing/arbitraries.ts'
import { runs } from '../testing/runs.ts'
import { yamlChoices, yamlText } from '../testing/yaml-text.ts'
import { readSource, sourceValue } from './source.ts'

describe('[P1] the format of a text', () => {
  it.each<[string, Format]>([
    ['{"version":"1","default":"deny"}', 'json'],
    ['\n {} \n', 'json'],
    ['// why\n{"version":"1"}', 'jsonc'],
    ['{ /* a */ "version": "1" }', 'jsonc'],
    ['{"version": }', 'jsonc'],
    ['{"version": "1",}', 'jsonc'],
    ['{', 'jsonc'],
    ['{ // why\n', 'jsonc'],
    ['', 'jsonc'],
    [' \n', 'jsonc'],
    ['\ufeff{"version":"1"}', 'jsonc'],
    ['version: "1"\ndefault: deny\n', 'yaml'],
    ['# why\nversion: "1"\n', 'yaml'],
    ['---\n{"version": "1"}\n', 'yaml'],
    ['{version: "1", default: deny}', 'yaml'],
    ['{ # why\n "version": "1" }', 'yaml'],
    ['"version": "1"\n', 'yaml'],
    ['version', 'yaml'],
  ])('of %j is %s', (text, format) => {
    expect(formatOf(text)).toBe(format)
  })
})

describe('[P3] issues in YAML', () => {
  const text =
    'version: 1\ndefault: deny\ntools:\n  read:\n  send:\n    strict_arguments: yes\n    denyif: []\n'
  it('stand in their place, and say what the notation did', () => {
    const parsed = parsePolicyText(text, 'yaml')
    const told = parsed.ok ? [] : parsed.issues
    expect(
      told.map(({ pointer, offset = 0, length = 0 }) => [pointer, text.slice(offset, offset + length)]),
    ).toEqual([
      ['/version', '1'],
      ['/tools/read', 'read'],
      ['/tools/send/strict_arguments', 'yes'],
      ['/tools/send/denyif', 'denyif'],
    ])
    expect(told[0]?.message).toContain('write "1", in quotes')
    expect(told[1]?.message).toContain('write {} for an entry without rules')
    expect(told[2]?.message).toContain('An unquoted yes is a text in YAML 1.2: write true.')
  })
  it('are found for rules and warnings too', () => {
    const valid =
      'version: "1"\ndefault: deny\nhide: []\ntools:\n  get_*:\n    limits:\n    - counter: c\n      window: day\n      max: 0\n'
    const place = locatePointer(valid, '/tools/get_*/limits/c', 'yaml')
    expect(valid.slice(place?.offset, (place?.offset ?? 0) + (place?.length ?? 0))).toBe(
      'counter: c\n      window: day\n      max: 0',
    )
    const issue = {
      code: 'unused-pattern',
      pointer: '/tools/get_*',
      message: '',
      severity: 'warning',
    } as const
    expect(locateIssues(valid, [issue], 'yaml')).toMatchObject([
      { offset: valid.indexOf('get_*:\n') + 6 + 5 },
    ])
  })
})

describe('convertText', () => {
  const sayingOf = (text: string, format: Format): string => {
    const source = readSource(text, format)
    return source.ok ? canonicalJson(sourceValue(text, source.value, [])) : source.issues[0].message
  }

  it('says the same data in every format, digit for digit and in the same order', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          validDocument.map(({ text }) => parseJson(text)),
          jsonValue,
        ),
        yamlChoices,
        fc.constantFrom(...FORMATS),
        (value, choices, to) => {
          const text = yamlText(value, choices)
          const there = convertText(text, 'yaml', to)
          if ('issues' in there) throw new Error(there.issues[0].message)
          expect(sayingOf(there.text, to)).toBe(canonicalJson(value))
          const back = convertText(there.text, to, 'yaml')
          if ('issues' in back) throw new Error(back.issues[0].message)
          expect(sayingOf(back.text, 'yaml')).toBe(canonicalJson(value))
        },
      ),
      runs(300),
    )
  }, 120_000)

  it('writes YAML as people do', () => {
    const json = `{"version":"1","default":"deny","hide":["delete_*","*_x"],"tools":{"read":{},
      "send":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":1.50},{"path":"args.to[*]","op":"eq","value":"yes"}],"on_deny":"No, ask."}],
      "rate_limit":"5/day"}}}`
    expect(convertText(json, 'json', 'yaml')).toEqual({
      text: `version: "1"
default: deny
hide:
  - delete_*
  - "*_x"
tools:
  read: {}
  send:
    deny_if:
      - conditions:
          - path: args.amount
            op: gt
            value: 1.50
          - path: args.to[*]
            op: eq
            value: "yes"
        on_deny: No, ask.
    rate_limit: 5/day
`,
      lost: [],
    })
  })

  it.each<[string, Format, Format, readonly string[]]>([
    ['{ // a\n "x": "//", /* b */ "y": 1 }', 'jsonc', 'json', ['2 comments']],
    ['{ // a\n "x": "#" }', 'jsonc', 'yaml', ['1 comment']],
    ['# a\nx: "# no"\ny: | # b\n  # text\n', 'yaml', 'json', ['2 comments']],
    ['x: 1\n', 'yaml', 'jsonc', []],
    ['{ // a\n "x": 1 }', 'jsonc', 'jsonc', []],
    ['{"x":1}', 'json', 'jsonc', []],
  ])('says what is lost of %j as %s in %s', (text, from, to, lost) => {
    const converted = convertText(text, from, to)
    expect(converted).toMatchObject({ lost })
    expect('text' in converted && sayingOf(converted.text, to)).toBe(sayingOf(text, from))
  })

  it.each<[string, Format, Format, string]>([
    ['{"a":1,"a":2}', 'jsonc', 'yaml', 'duplicate-key'],
    ['a: 1\na: 2\n', 'yaml', 'json', 'duplicate-key'],
    ['a: &x 1\nb: *x\n', 'yaml', 'json', 'syntax'],
    ['{"a":', 'jsonc', 'json', 'syntax'],
    [`{"${'k'.repeat(1100)}":1}`, 'json', 'yaml', 'syntax'],
  ])('[P6] refuses %j', (text, from, to, code) => {
    expect(convertText(text, from, to)).toMatchObject({
      issues: expect.arrayContaining([expect.objectContaining({ code })]),
    })
  })
})
