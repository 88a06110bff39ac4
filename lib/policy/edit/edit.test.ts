import { describe, expect, it } from 'vitest'
import { fromPlain, type Json } from '#lib/json/index.ts'
import {
  applyEdits,
  type Command,
  edit,
  type Lane,
  parsePolicyText,
  placementOf,
  recommendedPolicy,
} from '../index.ts'
import { policyOf } from '../testing/examples.ts'

/** The new text; the inverse and the edits are checked on the way. */
function edited(text: string, command: Command): string {
  const result = edit(text, command)
  expect(applyEdits(text, result.edits)).toBe(result.text)
  expect(applyEdits(result.text, result.inverse)).toBe(text)
  return result.text
}

const move = (to: Lane, ...tools: string[]): Command => ({ type: 'move', tools, to })
const head = '{\n  "version": "1",\n  "default": "deny"'
/** A document with these members of `tools`, laid out two spaces deep. */
const doc = (tools: string): string => `${head},\n  "tools": {\n${tools}\n  }\n}\n`

describe('[T3] moving one tool', () => {
  const cases: [string, string, Lane, string, string][] = [
    ['default to Allow', '    "a": {}', 'allow', 't', '    "a": {},\n    "t": {}'],
    [
      'default to Limit',
      '    "a": {}',
      'limit',
      't',
      '    "a": {},\n    "t": {\n      "limits": [\n        {\n          "counter": "t_rate",\n          "window": "minute",\n          "max": 30,\n          "scope": "grant"\n        }\n      ]\n    }',
    ],
    [
      'default to Approve',
      '    "a": {}',
      'approve',
      't',
      '    "a": {},\n    "t": {\n      "require_approval": {}\n    }',
    ],
    [
      'default to Deny',
      '    "a": {}',
      'deny',
      't',
      '    "a": {},\n    "t": {\n      "deny_if": [\n        {\n          "conditions": []\n        }\n      ]\n    }',
    ],
    ['Allow to Approve', '    "t": {}', 'approve', 't', '    "t": {\n      "require_approval": {}\n    }'],
    ['Allow to Allow', '    "t": {}', 'allow', 't', '    "t": {}'],
    ['Approve to Allow', '    "t": { "require_approval": true }', 'allow', 't', '    "t": {}'],
    [
      'Limit to Approve keeps the limits',
      '    "t": { "rate_limit": "5/day" }',
      'approve',
      't',
      '    "t": { "rate_limit": "5/day", "require_approval": {} }',
    ],
    [
      'Approve to Limit keeps the limits',
      '    "t": { "rate_limit": "5/day", "require_approval": {} }',
      'limit',
      't',
      '    "t": { "rate_limit": "5/day" }',
    ],
    ['Deny to Allow', '    "t": { "action": "deny", "reason": "R" }', 'allow', 't', '    "t": {}'],
    [
      'Deny to Approve',
      '    "t": { "action": "deny", "reason": "R" }',
      'approve',
      't',
      '    "t": { "require_approval": {} }',
    ],
    [
      'Deny to Approve keeps conditional rules',
      '    "t": { "deny_if": [{ "conditions": [] }, { "conditions": [{ "path": "args.a", "op": "exists" }] }] }',
      'approve',
      't',
      '    "t": { "deny_if": [{ "conditions": [{ "path": "args.a", "op": "exists" }] }], "require_approval": {} }',
    ],
    [
      'Allow to Deny drops "action": "allow"',
      '    "t": { "action": "allow", "x-a": 1 }',
      'deny',
      't',
      '    "t": { "x-a": 1, "deny_if": [\n      {\n        "conditions": []\n      }\n    ] }',
    ],
    [
      'Allow keeps strict_arguments and notes',
      '    "t": { "strict_arguments": true, "x-a": 1, "limits": [{ "counter": "c", "window": "day", "max": 1 }] }',
      'allow',
      't',
      '    "t": { "strict_arguments": true, "x-a": 1 }',
    ],
  ]
  it.each(cases)('%s', (_, before, to, tool, expected) => {
    expect(edited(doc(before), move(to, tool))).toBe(doc(expected))
  })

  it('to Hide adds the name and leaves the entry', () => {
    const text = `${head},\n  "hide": ["x"],\n  "tools": { "t": { "rate_limit": "5/day" } }\n}`
    expect(edited(text, move('hide', 't'))).toBe(text.replace('["x"]', '["x", "t"]'))
    expect(edited('{"version":"1","default":"deny"}', move('hide', 't'))).toBe(
      '{"version":"1","default":"deny","hide":["t"]}',
    )
  })

  it('out of Hide takes the name away, wherever it stands', () => {
    const text = (hide: string, tools = ''): string =>
      `{"version":"1","default":"deny","hide":[${hide}],"tools":{${tools}}}`
    expect(edited(text('"a","t","b"'), move('allow', 't'))).toBe(text('"a","b"', '"t":{}'))
    expect(edited(text('"a","t"'), move('allow', 't'))).toBe(text('"a"', '"t":{}'))
    expect(edited(text('"t","t"'), move('deny', 't'))).toBe(text('', '"t":{"deny_if":[{"conditions":[]}]}'))
  })

  it('takes the limit that was chosen, under a counter that nothing else uses', () => {
    const text =
      '{"version":"1","default":"deny","all_tools":{"limits":[{"counter":"t_rate","window":"day","max":1}]}}'
    const limited = edited(text, {
      type: 'move',
      tools: ['t'],
      to: 'limit',
      limit: { max: 5, window: 'hour' },
    })
    expect(policyOf(limited).tools.get('t')?.limits).toMatchObject([
      { counter: 't_rate_2', max: 5, window: 'hour' },
    ])
  })
})

describe('[M4][T4] a tool that a glob governs', () => {
  it('gets a copy of the glob’s rules, shorthands written out, and then the lane', () => {
    const text = `{"version":"1","default":"deny","tools":{"get_*":{"rate_limit":{"max":5,"window":60},"action":"require_approval","reason":"R","x-a":1,"strict_arguments":true}}}`
    const policy = policyOf(edited(text, move('deny', 'get_a')))
    expect(policy.tools.get('get_a')).toEqual({
      strict_arguments: true,
      require: [],
      deny_if: [{ conditions: [] }],
      require_approval: { conditions: [], timeoutSeconds: 600, reason: 'R' },
      limits: [{ counter: 'get_*_rate', window: 60, max: 5, scope: 'grant', algorithm: 'fixed' }],
    })
    expect(policy.tools.get('get_*')).toEqual(policyOf(text).tools.get('get_*'))
  })

  it('can be moved as a pattern', () => {
    const text = '{"version":"1","default":"deny","hide":["delete_*"],"tools":{"get_*":{}}}'
    const moved = policyOf(edited(text, move('approve', 'get_*', 'delete_*')))
    expect(placementOf(moved, 'get_a').lane).toBe('approve')
    expect(placementOf(moved, 'delete_a').lane).toBe('approve')
  })
})

describe('[T5] a move that cannot be', () => {
  const labelOf = (text: string, command: Command): string => {
    const result = edit(text, command)
    expect(result.text).toBe(text)
    expect(result.edits).toEqual([])
    return result.label
  }
  it.each([
    [
      '{"version":"1","default":"deny","hide":["del*"]}',
      'delete',
      'allow',
      'Nothing to move · delete stays: the pattern del* hides it',
    ],
    [
      '{"version":"1","default":"deny"}',
      'a*b',
      'allow',
      'Nothing to move · a*b stays: its name holds a *, which the language reads as a pattern',
    ],
    [
      '{"version":"1","default":"allow","all_tools":{"deny_if":[{"conditions":[]}]}}',
      't',
      'allow',
      'Nothing to move · t stays: “all_tools” denies every call',
    ],
    [
      '{"version":"1","default":"allow","all_tools":{"require_approval":{}}}',
      't',
      'limit',
      'Nothing to move · t stays: “all_tools” asks for approval of every call',
    ],
    ['{"version":"1","default":"deny","tools":{"t":{}}}', 't', 'allow', 'Nothing to move'],
    ['{"version":"1"}', 't', 'allow', 'Nothing changed: the document has errors'],
    ['{"version":"1",', 't', 'allow', 'Nothing changed: the document is not JSON yet'],
    ['[]', 't', 'allow', 'Nothing changed: the document is no object'],
  ] as const)('%s', (text, tool, to, label) => {
    expect(labelOf(text, move(to, tool))).toBe(label)
  })

  it('[T7] would make the document invalid', () => {
    const tools = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`t${index}`, {}]))
    const text = JSON.stringify({ version: '1', default: 'deny', tools })
    expect(labelOf(text, move('allow', 'one_more'))).toContain('At most 10000 names')
  })
})

describe('labels', () => {
  const text = JSON.stringify({
    version: '1',
    default: 'deny',
    hide: ['del*'],
    tools: {
      a: { rate_limit: '5/day', deny_if: [{ conditions: [{ path: 'args.a', op: 'exists' }] }] },
      b: { limits: [{ counter: 'b', window: 'day', max: 1 }] },
      c: { require_approval: true },
      d: { require_approval: { conditions: [{ path: 'args.a', op: 'exists' }] } },
      e: { action: 'deny' },
    },
  })
  it.each<[Lane, string[], string]>([
    ['allow', ['a'], 'Move a to Allow · 2 rules removed'],
    ['allow', ['a', 'b'], 'Move 2 tools to Allow · 3 rules removed'],
    ['allow', ['b'], 'Move b to Allow · 1 rule removed'],
    ['allow', ['c'], 'Move c to Allow'],
    ['allow', ['e'], 'Move e to Allow'],
    ['limit', ['d'], 'Move d to Limit · 1 rule removed'],
    ['limit', ['c'], 'Move c to Limit'],
    ['deny', ['a', 'e'], 'Move a to Deny'],
    ['approve', ['a', 'delete'], 'Move a to Approve · delete stays: the pattern del* hides it'],
    ['allow', ['delete', 'del'], 'Nothing to move · 2 tools stay: the pattern del* hides it'],
  ])('to %s: %s', (to, tools, label) => {
    expect(edit(text, move(to, ...tools)).label).toBe(label)
  })
})

describe('[T2] the text around an edit', () => {
  const text = `// Ours.
{
\t"version": "1", // one
\t"default": "deny",
\t"hide": [
\t\t"x", // why x
\t\t"y" /* why y */
\t],
\t"tools": {
\t\t// readers
\t\t"a": {}, // why a
\t\t"b":   { "x-note":[1,2,   3] }, /* why b */
\t\t"c": { "limits": [ { "counter":"c","window":"day","max":1.0 } ] } // why c
\t\t// end
\t}, "x-owner": "us"
}
`
  it('adds after the last member, leaving its comment with it', () => {
    expect(edited(text, move('allow', 't'))).toBe(
      text.replace('} ] } // why c\n', '} ] }, // why c\n\t\t"t": {}\n'),
    )
  })
  it('removes elements of a list, and keeps what was said about them', () => {
    expect(edited(text, move('allow', 'x'))).toBe(
      text
        .replace('\t\t"x", // why x\n', '\t\t// why x\n')
        .replace('} ] } // why c\n', '} ] }, // why c\n\t\t"x": {}\n'),
    )
    expect(edited(text, move('allow', 'y'))).toBe(
      text
        .replace('"x", // why x\n\t\t"y" /* why y */', '"x" // why x\n\t\t/* why y */')
        .replace('} ] } // why c\n', '} ] }, // why c\n\t\t"y": {}\n'),
    )
  })
  it('changes one entry and nothing beside it', () => {
    expect(edited(text, move('approve', 'b'))).toBe(text.replace('3] }', '3], "require_approval": {} }'))
    expect(edited(text, move('allow', 'c'))).toBe(
      text.replace('{ "limits": [ { "counter":"c","window":"day","max":1.0 } ] }', '{}'),
    )
  })
  it('keeps Windows line ends', () => {
    const windows = text.replaceAll('\n', '\r\n')
    expect(edited(windows, move('deny', 'a')).replaceAll('\r\n', '')).not.toContain('\n')
    expect(edited(windows, move('allow', 't', 'x'))).toBe(
      edited(text, move('allow', 't', 'x')).replaceAll('\n', '\r\n'),
    )
  })
  it('keeps a minified document minified', () => {
    const minified = '{"version":"1","default":"deny","tools":{"a":{}}}'
    expect(edited(minified, move('limit', 'a', 'b'))).toBe(
      '{"version":"1","default":"deny","tools":{"a":{"limits":[{"counter":"a_rate","window":"minute","max":30,"scope":"grant"}]},"b":{"limits":[{"counter":"b_rate","window":"minute","max":30,"scope":"grant"}]}}}',
    )
  })
})

describe('commands of the inspector', () => {
  const at = (tool: string, entry: string): string =>
    `{ "version": "1", "default": "deny", "tools": { "${tool}": ${entry} } }`
  const rule = fromPlain({ conditions: [{ path: 'args.a', op: 'gt', value: 5 }] })
  const cases: [string, string, Command, string][] = [
    [
      'add a limit',
      '{}',
      { type: 'add-limit', tool: 't', max: 5, window: '15m', scope: 'user', increment_from: 'args.a' },
      '{ "limits": [{ "counter": "t_rate", "window": "15m", "max": 5, "scope": "user", "increment_from": "args.a" }] }',
    ],
    [
      'add a limit beside a shorthand',
      '{ "rate_limit": "5/day" }',
      { type: 'add-limit', tool: 't', max: 5, window: 'hour', counter: 'c' },
      '{ "limits": [{ "counter": "t_rate", "window": "day", "max": 5, "scope": "grant" }, { "counter": "c", "window": "hour", "max": 5, "scope": "grant" }] }',
    ],
    [
      'change a limit in place',
      '{ "limits": [{ "max": 1, "counter": "c", "window": "day", "on_deny": "x" }] }',
      { type: 'set-limit', tool: 't', index: 0, max: 9, window: 'hour', on_deny: null },
      '{ "limits": [{ "max": 9, "counter": "c", "window": "hour" }] }',
    ],
    ['change a limit that is not there', '{}', { type: 'set-limit', tool: 't', index: 3, max: 9 }, '{}'],
    [
      'change a shorthand',
      '{ "rate_limit": "5/day" }',
      { type: 'set-limit', tool: 't', index: 0, max: 9 },
      '{ "limits": [{ "counter": "t_rate", "window": "day", "max": 9, "scope": "grant" }] }',
    ],
    [
      'remove the only limit',
      '{ "limits": [{ "counter": "c", "window": "day", "max": 1 }], "x-a": 1 }',
      { type: 'remove-limit', tool: 't', index: 0 },
      '{ "x-a": 1 }',
    ],
    [
      'add a rule',
      '{}',
      { type: 'add-rule', tool: 't', list: 'require', rule },
      '{ "require": [{ "conditions": [{ "path": "args.a", "op": "gt", "value": 5 }] }] }',
    ],
    [
      'add a rule beside a shorthand',
      '{ "action": "deny", "reason": "R" }',
      { type: 'add-rule', tool: 't', list: 'deny_if', rule },
      '{ "deny_if": [{ "conditions": [], "on_deny": "R" }, { "conditions": [{ "path": "args.a", "op": "gt", "value": 5 }] }] }',
    ],
    [
      'change a rule',
      '{ "deny_if": [{ "conditions": [ { "path":"args.a", "op":"gt", "value":1 } ] }] }',
      { type: 'set-rule', tool: 't', list: 'deny_if', index: 0, rule },
      '{ "deny_if": [{ "conditions": [ { "path":"args.a", "op":"gt", "value":5 } ] }] }',
    ],
    [
      'change a rule that is not there',
      '{}',
      { type: 'set-rule', tool: 't', list: 'deny_if', index: 2, rule },
      '{}',
    ],
    [
      'remove a rule',
      '{ "deny_if": [{ "conditions": [] }, { "conditions": [], "on_deny": "x" }] }',
      { type: 'remove-rule', tool: 't', list: 'deny_if', index: 0 },
      '{ "deny_if": [{ "conditions": [], "on_deny": "x" }] }',
    ],
    [
      'set an approval',
      '{ "action": "require_approval", "reason": "R" }',
      { type: 'set-approval', tool: 't', approval: fromPlain({ timeout: '1h' }) },
      '{ "require_approval": { "timeout": "1h" } }',
    ],
    [
      'remove an approval',
      '{ "require_approval": true }',
      { type: 'set-approval', tool: 't', approval: null },
      '{}',
    ],
    [
      'remove an approval that is a shorthand',
      '{ "action": "require_approval" }',
      { type: 'set-approval', tool: 't', approval: null },
      '{}',
    ],
    [
      'tell why it is denied',
      '{ "deny_if": [{ "conditions": [] }] }',
      { type: 'set-reason', tool: 't', reason: 'No.' },
      '{ "deny_if": [{ "conditions": [], "on_deny": "No." }] }',
    ],
    [
      'tell why, in a shorthand',
      '{ "action": "deny", "reason": "R" }',
      { type: 'set-reason', tool: 't', reason: 'No.' },
      '{ "action": "deny", "reason": "No." }',
    ],
    [
      'tell no reason',
      '{ "action": "deny", "reason": "R" }',
      { type: 'set-reason', tool: 't', reason: '' },
      '{ "action": "deny" }',
    ],
    [
      'tell the approver',
      '{ "require_approval": true }',
      { type: 'set-reason', tool: 't', reason: 'Ask.' },
      '{ "require_approval": { "reason": "Ask." } }',
    ],
    [
      'tell about a limit',
      '{ "limits": [{ "counter": "c", "window": "day", "max": 1 }] }',
      { type: 'set-reason', tool: 't', reason: 'Slow.' },
      '{ "limits": [{ "counter": "c", "window": "day", "max": 1, "on_deny": "Slow." }] }',
    ],
    ['be strict', '{}', { type: 'set-strict', tool: 't', value: true }, '{ "strict_arguments": true }'],
    [
      'be strict no more',
      '{ "strict_arguments": true }',
      { type: 'set-strict', tool: 't', value: false },
      '{}',
    ],
  ]
  it.each(cases)('%s', (_, before, command, expected) => {
    expect(edited(at('t', before), command)).toBe(at('t', expected))
  })

  it('[T4] leave a tool denied that nothing names', () => {
    const text = '{ "version": "1", "default": "deny" }'
    for (const command of [
      { type: 'add-limit', tool: 't', max: 5, window: 'hour' },
      { type: 'add-rule', tool: 't', list: 'require', rule },
      { type: 'set-strict', tool: 't', value: true },
      { type: 'set-approval', tool: 't', approval: fromPlain({}) },
      { type: 'set-reason', tool: 't', reason: 'Ask Ann.' },
    ] satisfies Command[])
      expect(placementOf(policyOf(edited(text, command)), 't'), command.type).toMatchObject({
        lane: 'deny',
        byDefault: false,
      })
    for (const command of [
      { type: 'set-limit', tool: 't', index: 0, max: 1 },
      { type: 'remove-limit', tool: 't', index: 0 },
      { type: 'remove-rule', tool: 't', list: 'require', index: 0 },
      { type: 'set-rule', tool: 't', list: 'require', index: 0, rule },
      { type: 'set-approval', tool: 't', approval: null },
      { type: 'set-strict', tool: 't', value: false },
      { type: 'remove-entry', tool: 't' },
    ] satisfies Command[])
      expect(edited(text, command), command.type).toBe(text)
  })

  it('[M4] give a tool that a glob governs an entry of its own', () => {
    const text = edited(at('get_*', '{ "rate_limit": "5/day" }'), {
      type: 'set-strict',
      tool: 'get_a',
      value: true,
    })
    expect(policyOf(text).tools.get('get_a')).toMatchObject({
      strict_arguments: true,
      limits: [{ counter: 'get_*_rate' }],
    })
  })
})

describe('commands of the document', () => {
  const text = '{ "version": "1", "default": "deny", "tools": { "a": {} } }'
  const value = fromPlain({ b: [1] })
  const cases: [string, Command, string][] = [
    ['set the default', { type: 'set-default', value: 'allow' }, text.replace('"deny"', '"allow"')],
    [
      'set a method',
      { type: 'set-method', group: 'resources', value: 'allow' },
      text.replace(' } }', ' }, "methods": { "resources": "allow" } }'),
    ],
    [
      'set a value',
      { type: 'set', pointer: '/tools/a', value },
      text.replace('"a": {}', '"a": { "b": [1] }'),
    ],
    [
      'make missing parents',
      { type: 'set', pointer: '/all_tools/limits/-', value },
      text.replace(' } }', ' }, "all_tools": { "limits": [{ "b": [1] }] } }'),
    ],
    ['remove a value', { type: 'remove', pointer: '/tools/a' }, text.replace('{ "a": {} }', '{}')],
    ['remove what is not there', { type: 'remove', pointer: '/tools/b/c' }, text],
    ['remove an entry', { type: 'remove-entry', tool: 'a' }, text.replace('{ "a": {} }', '{}')],
    ['rename a key', { type: 'rename-key', pointer: '/tools/a', to: 'b"' }, text.replace('"a"', '"b\\""')],
    ['rename what is not there', { type: 'rename-key', pointer: '/tools/c', to: 'b' }, text],
    ['replace', { type: 'replace', text: text.replace('"a"', '"b"') }, text.replace('"a"', '"b"')],
    ['replace by the same', { type: 'replace', text }, text],
  ]
  it.each(cases)('%s', (_, command, expected) => {
    expect(edited(text, command)).toBe(expected)
  })

  it('replace touches the part that differs', () => {
    expect(edit(text, { type: 'replace', text: text.replace('"a"', '"bc"') }).edits).toEqual([
      { offset: text.indexOf('a":'), length: 1, content: 'bc' },
    ])
  })

  it('take any pointer and value without throwing', () => {
    const values: Json[] = [null, 5, [], fromPlain({})]
    for (const pointer of ['', '/', '/tools', '/tools/a/b/c', '/version/x', '/tools/-', '/0', '/x/0/-'])
      for (const given of values) {
        edited(text, { type: 'set', pointer, value: given })
        edited(text, { type: 'remove', pointer })
      }
  })
})

describe('many tools at once', () => {
  const tools = Array.from({ length: 1300 }, (_, index) => ({
    name: `tool_${index}`,
    category: 'Write' as const,
  }))
  const names = tools.map(({ name }) => name)
  it('one parse and one batch of edits move 1,300 tools', () => {
    const text = recommendedPolicy(tools)
    for (const to of ['approve', 'deny', 'allow', 'hide'] as const) {
      const moved = edit(text, move(to, ...names))
      const parsed = parsePolicyText(moved.text)
      if (!parsed.ok) throw new Error(parsed.issues[0].message)
      for (const name of names) expect(placementOf(parsed.value.policy, name).lane).toBe(to)
      expect(applyEdits(moved.text, moved.inverse)).toBe(text)
    }
  })
})
