import { describe, expect, it } from 'vitest'
import { fromPlain } from '#lib/json/index.ts'
import { applyEdits, type Command, edit, editDocument, type Lane, readDocument } from '../index.ts'

/** The new text; the inverse and the edits are checked on the way. */
function edited(text: string, command: Command): string {
  const result = edit(text, command, 'yaml')
  expect(applyEdits(text, result.edits)).toBe(result.text)
  expect(applyEdits(result.text, result.inverse)).toBe(text)
  return result.text
}

const move = (to: Lane, ...tools: string[]): Command => ({ type: 'move', tools, to })
const head = 'version: "1"\ndefault: deny\n'

describe('[T2] what is added to YAML looks like what stands there', () => {
  it.each<[string, string, Command, string]>([
    ['the first member of all', head, move('allow', 't'), `${head.trimEnd()}\ntools:\n  t: {}\n`],
    [
      'a block for an empty {}',
      `${head}tools: {} # none\n`,
      move('allow', 't'),
      `${head}tools: # none\n  t: {}\n`,
    ],
    [
      'a block for nothing',
      `${head}x-a:\n`,
      { type: 'set', pointer: '/x-a', value: ['b'] },
      `${head}x-a:\n  - b\n`,
    ],
    [
      'a member, at the indent of its neighbours',
      `${head}tools:\n    a: {}   # why a\n\n# end\n`,
      move('approve', 't'),
      `${head}tools:\n    a: {}   # why a\n    t:\n        require_approval: {}\n\n# end\n`,
    ],
    [
      'a list where the others stand',
      `${head}hide:\n- x\n- y # why y\ntools: {}\n`,
      move('hide', 't'),
      `${head}hide:\n- x\n- y # why y\n- t\ntools: {}\n`,
    ],
    [
      'a list as the other lists',
      `${head}x-list:\n- 1\ntools:\n  t: {}\n`,
      move('deny', 't'),
      `${head}x-list:\n- 1\ntools:\n  t:\n    deny_if:\n    - conditions: []\n`,
    ],
    [
      'brackets in brackets',
      '{version: "1", default: deny, tools: {a: {}}}',
      move('approve', 't', 'a'),
      '{version: "1", default: deny, tools: {a: {require_approval: {}}, t: {require_approval: {}}}}',
    ],
    [
      'lines in brackets of several lines',
      `${head}tools: {\n    a: {}, # why a\n    b: {} # why b\n  }\n`,
      move('allow', 't'),
      `${head}tools: {\n    a: {}, # why a\n    b: {}, # why b\n    t: {}\n  }\n`,
    ],
    [
      'brackets where a comment stands in empty ones',
      `${head}hide: [ # nothing yet\n  ]\n`,
      move('hide', 't'),
      `${head}hide: [ # nothing yet\n  t]\n`,
    ],
    [
      'after a text of several lines',
      `${head}tools: {}\nx-a: |\n  one\n  two\n\n\n`,
      { type: 'set', pointer: '/x-b', value: 1 },
      `${head}tools: {}\nx-a: |\n  one\n  two\nx-b: 1\n\n\n`,
    ],
    [
      'at the end of a text without a line end',
      'version: "1"\ndefault: deny',
      move('hide', 't'),
      'version: "1"\ndefault: deny\nhide:\n  - t',
    ],
    [
      'with the line ends of Windows',
      'version: "1"\r\ndefault: deny\r\n',
      move('hide', 't'),
      'version: "1"\r\ndefault: deny\r\nhide:\r\n  - t\r\n',
    ],
    [
      'in the quotes of the document',
      "version: '1'\ndefault: deny\n",
      { type: 'set', pointer: '/hide', value: ['*_t'] },
      "version: '1'\ndefault: deny\nhide:\n  - '*_t'\n",
    ],
  ])('%s', (_, text, command, expected) => {
    expect(edited(text, command)).toBe(expected)
  })

  it.each([
    'yes',
    'No',
    'on',
    'y',
    'null',
    '~',
    '1.0',
    '0x1F',
    '12:30',
    '2001-01-01',
    '- a',
    '*a',
    'a: b',
    'a #b',
    ' a',
    'a:',
    '',
    '#a',
    '@a',
    '{a',
    '<<',
    '.nan',
    'a\nb',
    '\u2028',
    '\ufeff',
    'é',
    '😀',
    "it's",
    '"',
    '\\',
  ])('the text %j as a value, an element and a key that reads back', (value) => {
    for (const [text, command] of [
      [`${head}x-a: 1\n`, { type: 'set', pointer: '/x-a', value }],
      [`${head}x-a: [b]\n`, { type: 'set', pointer: '/x-a/-', value: fromPlain([{ [value]: value }]) }],
      [`${head}x-a: {}\n`, { type: 'set', pointer: '/x-a', value: fromPlain([{ [value]: { [value]: 1 } }]) }],
    ] satisfies [string, Command][]) {
      expect(edited(text, command)).not.toBe(text)
    }
  })
})

describe('[T2] what goes from YAML leaves the rest', () => {
  const text = `# Ours.
version: "1" # one
default: deny

hide:
  - x # why x
  - "y"
tools:
  # readers
  a: {}    # why a
  b:
    x-note: [1,2,   3] # noted
    limits:
      - max: 1.0
        counter: c
        window: day
      # the second
      - { counter: d, window: day, max: 2 }
  # last
  c:   { action: deny }
# end
`
  it.each<[string, Command, string, string]>([
    [
      'an element, not what was said about it',
      { type: 'remove', pointer: '/hide/0' },
      '  - x # why x\n',
      '  # why x\n',
    ],
    ['the last element', { type: 'remove', pointer: '/hide/1' }, '  - "y"\n', ''],
    ['an entry with its lines', { type: 'remove-entry', tool: 'c' }, '  c:   { action: deny }\n', ''],
    [
      'the first member behind a dash',
      { type: 'remove', pointer: '/tools/b/limits/0/max' },
      '- max: 1.0\n        counter',
      '- counter',
    ],
    [
      'a block that becomes empty',
      { type: 'remove', pointer: '/hide' },
      'hide:\n  - x # why x\n  - "y"\n',
      '',
    ],
    [
      'all of an entry but its notes',
      move('allow', 'b'),
      `    limits:
      - max: 1.0
        counter: c
        window: day
      # the second
      - { counter: d, window: day, max: 2 }
`,
      '',
    ],
    ['a member of brackets', { type: 'remove', pointer: '/tools/c/action' }, '{ action: deny }', '{}'],
    ['a value', { type: 'set-default', value: 'allow' }, 'default: deny', 'default: allow'],
    ['a key', { type: 'rename-key', pointer: '/tools/b', to: 'get_*' }, '  b:\n', '  get_*:\n'],
  ])('%s', (_, command, from, to) => {
    expect(edited(text, command)).toBe(text.replace(from, to))
  })
})

describe('a command that cannot be', () => {
  it.each<[string, Command, string]>([
    ['a: [', move('allow', 't'), 'Nothing changed: the document is not YAML yet'],
    ['- a\n', move('allow', 't'), 'Nothing changed: the document is no object'],
    ['version: 1\n', move('allow', 't'), 'Nothing changed: the document has errors'],
    [
      `${head}x-a: |-\n  one\nx-b: 1\n      # a comment that would become text\n`,
      { type: 'remove', pointer: '/x-b' },
      'Nothing changed: this cannot be written into the YAML as it stands; edit the text',
    ],
  ])('%j says why', (text, command, label) => {
    expect(edit(text, command, 'yaml')).toMatchObject({ text, edits: [], inverse: [], label })
  })
})

describe('commands one after the other', () => {
  it('read a YAML text once each', () => {
    const source = readDocument(`${head}tools:\n  a: {}\n`, 'yaml')
    if (!source.ok) throw new Error('invalid')
    const first = editDocument(source.value, move('approve', 'a'))
    if (!first.next) throw new Error('not read')
    const second = editDocument(first.next, move('allow', 'b'))
    expect(second.text).toBe(`${head}tools:\n  a:\n    require_approval: {}\n  b: {}\n`)
    expect(second.edits).toEqual(edit(first.text, move('allow', 'b'), 'yaml').edits)
  })
})
