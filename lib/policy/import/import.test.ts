// [I] What becomes of each thing that a document of another product can say.
import { describe, expect, it } from 'vitest'
import { type ImportNote, type ImportTool, importPolicy } from '../index.ts'
import { REAL_DOCUMENTS } from '../testing/examples.ts'
import { CLOSED_TEXT } from './entry-draft.ts'

const CLOSED = { conditions: [], on_deny: CLOSED_TEXT }

function imported(text: string, tools: readonly ImportTool[] = []) {
  const result = importPolicy(text, tools)
  if ('issues' in result)
    throw new Error(result.issues.map(({ pointer, message }) => `${pointer} ${message}`).join('\n'))
  return { ...result, document: JSON.parse(result.document) }
}

function issuesOf(text: string) {
  const result = importPolicy(text)
  return 'issues' in result
    ? result.issues.map(({ code, pointer, offset = -1, length = 0 }) => [
        code,
        pointer,
        text.slice(offset, offset + length),
      ])
    : []
}

/** The notes about one place, as “outcome: message”. */
function said(report: readonly ImportNote[], pointer: string): string[] {
  return report
    .filter((note) => note.pointer === pointer)
    .map(({ outcome, message }) => `${outcome}: ${message}`)
}

/** The rules of one tool `t` under `default: deny`, as YAML. */
function rules(...lines: string[]): string {
  return [
    'version: "1"',
    'default: deny',
    'tools:',
    '  t:',
    '    rules:',
    ...lines.map((line) => `      ${line}`),
    '',
  ].join('\n')
}

/** The entry that the rules of `t` become, and what is said of them. */
function entry(...lines: string[]) {
  const { document, report } = imported(rules(...lines))
  return { entry: document.tools.t, report }
}

describe('[O1] which document it is', () => {
  it.each(Object.entries(REAL_DOCUMENTS))(
    '%s: a document of this language comes back unchanged',
    (_, text) => {
      expect(importPolicy(text)).toMatchObject({ kind: 'portcullis', document: text })
      const commented = `// mine\n${text}\n`
      expect(importPolicy(commented)).toMatchObject({ kind: 'portcullis', document: commented })
    },
  )

  it('as YAML it comes back as JSON, and says that comments are lost', () => {
    const { kind, document, report } = imported('# mine\nversion: "1"\ndefault: deny\ntools:\n  a: {}\n')
    expect([kind, document]).toEqual(['portcullis', { version: '1', default: 'deny', tools: { a: {} } }])
    expect(said(report, '')[1]).toMatch(/^mapped: .*1 comment/)
  })

  it('its patterns are pointed out, for elsewhere they may be names', () => {
    const { report } = imported('{"version": "1", "default": "deny", "tools": {"get_*": {}}}')
    expect(said(report, '/tools/get_*')).toEqual([
      'mapped: “get_*” is a pattern here: its rules are for every tool that fits.',
    ])
  })

  it('JSON with lists of rules is Intercept’s, and a YAML text without them too', () => {
    expect(imported('{"tools": {"a": {"rules": []}}}').kind).toBe('intercept-yaml')
    expect(imported('version: "1"\nhide: [a]\n').kind).toBe('intercept-yaml')
    expect(imported('{"version": "1", "default": "deny", "name": "Support", "tools": {}}').kind).toBe(
      'policylayer-json',
    )
  })

  it.each<[string, unknown[][]]>([
    ['', [['syntax', '', '']]],
    ['{"tools": {', [['syntax', '', '']]],
    ['tools: [a\nb: c\n', [['syntax', '', 'b']]],
    ['[]', [['wrong-type', '', '[]']]],
    ['{"mcpServers": {}}', [['wrong-type', '', '{"mcpServers": {}}']]],
    ['just words', [['wrong-type', '', 'just words']]],
    ['{"tools": {"a": {"rules": []}, "a": {"rules": []}}}', [['duplicate-key', '/tools/a', '"a"']]],
    [
      '{"default": "maybe", "tools": {"a": {"rules": {}}}, "version": "2", "hide": [1]}',
      [
        ['wrong-value', '/default', '"maybe"'],
        ['wrong-type', '/tools/a/rules', '{}'],
        ['wrong-value', '/version', '"2"'],
        ['wrong-type', '/hide/0', '1'],
      ],
    ],
    ['{"default": "deny", "tools": {"a": 1}, "x": 1}', [['wrong-type', '/tools/a', '1']]],
    [
      rules('- 5', '- conditions: x', '- {name: 5, conditions: [6]}'),
      [
        ['wrong-type', '/tools/t/rules/0', '5'],
        ['wrong-type', '/tools/t/rules/1/conditions', 'x'],
        ['wrong-type', '/tools/t/rules/2/name', '5'],
        ['wrong-type', '/tools/t/rules/2/conditions/0', '6'],
      ],
    ],
  ])('what is broken is said with its place: %j', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })
})

describe('[O2] an Intercept document', () => {
  it('without “default” leaves open what it does not name, and says so', () => {
    const { document, report } = imported('tools:\n  a:\n    rules:\n    - action: deny\n      reason: No.\n')
    expect(document).toEqual({
      version: '1',
      default: 'allow',
      tools: { a: { deny_if: [{ conditions: [], on_deny: 'No.' }] } },
    })
    expect(said(report, '')).toContainEqual(expect.stringMatching(/no “default”, which is "allow"/))
  })

  it('keeps its description, its hidden tools and words about itself', () => {
    const { document, report } = imported(
      'version: 1\ndescription: Mine\ndefault: deny\nhide: [a]\nauthor: Ana\ntools:\n  b:\n    hide: true\n    description: Reads\n    rules: []\n  c:\n',
    )
    expect(document).toEqual({
      version: '1',
      description: 'Mine',
      default: 'deny',
      hide: ['a', 'b'],
      tools: { b: { description: 'Reads' }, c: {} },
      'x-author': 'Ana',
    })
    expect(said(report, '/author')).toEqual([
      'kept: “author” stands under “x-author” and means nothing here.',
    ])
  })

  it('hides everything where it says so', () => {
    expect(imported('default: allow\nhide: "*"\ntools:\n  a:\n    rules: []\n').document.hide).toEqual(['*'])
  })

  it('“*” is for every tool, and opens none', () => {
    const { document } = imported('default: deny\ntools:\n  "*":\n    rules:\n    - rate_limit: 60/minute\n')
    expect(document).toEqual({
      version: '1',
      default: 'deny',
      all_tools: {
        limits: [{ counter: 'all_tools_rate_minute', window: 'minute', max: 60, scope: 'server' }],
      },
      tools: {},
    })
  })

  it('a name with * opens nothing by becoming a pattern', () => {
    const text = (byDefault: string) =>
      `default: ${byDefault}\ntools:\n  get_*:\n    rules:\n    - {name: r, action: deny}\n  "*_it":\n    rules: []\n`
    const denied = imported(text('deny'))
    expect(denied.document.tools).toEqual({})
    expect(said(denied.report, '/tools/get_*')).toContainEqual(
      expect.stringMatching(/^not-supported: .*left out/),
    )
    const allowed = imported(text('allow'))
    expect(allowed.document).toMatchObject({ tools: { 'get_*': { deny_if: [{}] }, '*_it': {} } })
    const rivals = imported('default: allow\ntools:\n  a*:\n    rules: []\n  "*b":\n    rules: []\n')
    expect(rivals.document).toMatchObject({ hide: ['*b'], tools: { 'a*': {} } })
  })

  it('a key that may forbid something closes everything', () => {
    const { document, report } = imported('default: allow\ngeofence: EU\ntools:\n  a:\n    rules: []\n')
    expect(document.all_tools).toEqual({ deny_if: [CLOSED] })
    expect(document['x-geofence']).toBe('EU')
    expect(said(report, '/geofence')[0]).toMatch(/^not-supported: /)
  })

  it('a dry run is enforced', () => {
    const { document, report } = imported(
      'default: deny\nmode: shadow\ntools:\n  a:\n    rules: [{action: deny, dry_run: true}]\n',
    )
    expect(document.tools.a.deny_if).toEqual([{ conditions: [] }])
    expect(document.all_tools).toBeUndefined()
    expect(said(report, '/tools/a/rules/0/dry_run')).toEqual([
      'not-supported: There is no dry run here: what it covers is enforced.',
    ])
  })
})

describe('[O3] a rule', () => {
  it('what it says must hold, all of it', () => {
    const made = entry(
      '- name: one',
      '  description: For refunds.',
      '  conditions:',
      '  - {path: args.amount, op: lte, value: 100}',
      '  - {path: args.to.name, op: regex, value: "^a"}',
      '  on_deny: Too much.',
      '- name: two',
      '  conditions: [{path: args.note, op: exists, value: true}]',
    )
    expect(made.entry).toEqual({
      description: 'For refunds.',
      require: [
        {
          conditions: [
            { path: 'args.amount', op: 'lte', value: 100 },
            { path: 'args.to.name', op: 'regex', value: '^a' },
          ],
          on_deny: 'Too much.',
        },
        { conditions: [{ path: 'args.note', op: 'exists', value: true }], on_deny: 'Denied by rule "two"' },
      ],
    })
    expect(said(made.report, '/tools/t/rules/0')).toEqual([
      'mapped: “one”: a call is refused unless args.amount is at most 100 and args.to.name matches "^a".',
    ])
  })

  it('more conditions than a rule may have become several rules', () => {
    const conditions = Array.from(
      { length: 40 },
      (_, index) => `{path: args.k${index}, op: exists, value: true}`,
    )
    const made = entry(`- {name: many, conditions: [${conditions.join(', ')}]}`)
    expect(made.entry.require.map((rule: { conditions: [] }) => rule.conditions.length)).toEqual([32, 8])
  })

  it('deny, allow with a rate, and a person', () => {
    expect(entry('- {name: no, action: deny, on_deny: Never.}').entry).toEqual({
      deny_if: [{ conditions: [], on_deny: 'Never.' }],
    })
    expect(entry('- action: allow', '  rate_limit: {max: 10, window: 60}').entry).toEqual({
      limits: [{ counter: 't_rate_minute', window: 'minute', max: 10, scope: 'server' }],
    })
    expect(entry('- {action: require_approval, approval_timeout: 1h30m, reason: Look.}').entry).toEqual({
      require_approval: { timeout: 5400, reason: 'Look.' },
    })
    expect(entry('- {action: require_approval, approval_timeout: soon}').entry).toEqual({
      require_approval: { timeout: 600 },
    })
    expect(entry('- {action: require_approval, approval_timeout: 900h}').entry).toEqual({
      require_approval: { timeout: 604_800 },
    })
  })

  it('conditions beside an approval do not spare it', () => {
    const made = entry('- action: require_approval', '  conditions: [{path: args.a, op: gt, value: 5}]')
    expect(made.entry).toEqual({ require_approval: { timeout: 600 } })
    expect(said(made.report, '/tools/t/rules/0/conditions')[0]).toMatch(/^not-supported: .*every call asks/)
  })

  it('rules as a list below the tool, or written on the tool itself, are read too', () => {
    const { document } = imported(
      'default: deny\ntools:\n  a:\n  - action: deny\n  b:\n    action: deny\n    reason: No.\n',
    )
    expect(document.tools).toEqual({
      a: { deny_if: [{ conditions: [] }] },
      b: { deny_if: [{ conditions: [], on_deny: 'No.' }] },
    })
  })

  it.each<[string, string, string]>([
    ['an unknown action', '- action: audit', '/action'],
    ['an unknown key', '- {action: allow, only_from: office}', '/only_from'],
    ['a rule that checks nothing', '- {name: empty}', ''],
    ['a rule without conditions', '- {name: empty, conditions: []}', ''],
    ['an unknown operator', '- {name: r, conditions: [{path: args.a, op: near, value: 1}]}', '/conditions/0'],
    ['a path that is none', '- {name: r, conditions: [{path: user.id, op: eq, value: 1}]}', '/conditions/0'],
    [
      'another rule’s counter',
      '- {name: r, conditions: [{path: state.t.c, op: lt, value: 1}]}',
      '/conditions/0',
    ],
    [
      'a date that one reader takes for a time',
      '- {name: r, conditions: [{path: args.a, op: eq, value: 2024-01-01}]}',
      '/conditions/0',
    ],
    [
      'a number that one reader takes for a text',
      '- {name: r, conditions: [{path: args.a, op: in, value: [a, 1_000]}]}',
      '/conditions/0',
    ],
    [
      'a list compared with eq',
      '- {name: r, conditions: [{path: args.a, op: eq, value: [1]}]}',
      '/conditions/0',
    ],
    [
      'null compared with neq',
      '- {name: r, conditions: [{path: args.a, op: neq, value: null}]}',
      '/conditions/0',
    ],
    ['exists without a value', '- {name: r, conditions: [{path: args.a, op: exists}]}', '/conditions/0'],
    [
      'more digits than a float has',
      '- {name: r, conditions: [{path: args.a, op: neq, value: 0.1000000000000000055}]}',
      '/conditions/0',
    ],
    ['a rate that is none', '- {name: r, rate_limit: often}', '/rate_limit'],
    ['spending without an amount', '- {action: allow, spend_limit: $500/day}', '/spend_limit'],
    [
      'required arguments without a schema',
      '- {action: allow, validate: {required_args: true}}',
      '/validate',
    ],
    ['another check', '- {action: allow, validate: {types: true}}', '/validate'],
    [
      'an amount that limits nothing',
      '- {name: r, conditions: [{path: args.a, op: exists, value: true}], state: {counter: c, window: day, increment_from: args.a}}',
      '/state',
    ],
    [
      'a counter that goes down',
      '- {name: r, conditions: [{path: state.t.c, op: lt, value: 5}], state: {counter: c, window: day, increment: -1}}',
      '/state',
    ],
  ])('%s closes the tool, and keeps what stood there', (_, line, pointer) => {
    const { document, report } = imported(rules(line, '- {name: also, action: deny}'))
    const { t } = document.tools
    expect(t.deny_if[0]).toEqual(CLOSED)
    expect(t['x-imported'].rules).toHaveLength(2)
    expect(said(report, `/tools/t/rules/0${pointer}`)).toContainEqual(
      expect.stringMatching(/^not-supported: [^a-z].*“t”/),
    )
  })

  it('what only the parser refuses closes the tool as well', () => {
    const made = entry(
      '- {name: r, conditions: [{path: args.a, op: regex, value: "(?=a)"}]}',
      '- {name: s, rate_limit: 5/minute}',
    )
    expect(made.entry.deny_if).toEqual([CLOSED])
    expect(Object.keys(made.entry)).toEqual(['deny_if', 'x-imported'])
    expect(said(made.report, '/tools/t')[0]).toMatch(/^not-supported: RE2 does not accept/)
  })

  it('required arguments come from the tool’s schema', () => {
    const text = rules(
      '- action: allow',
      '  rate_limit: {max: 10, window: 60}',
      '  validate: {required_args: true}',
    )
    const { document } = imported(text, [{ name: 't', inputSchema: { required: ['id', 'a.b'] } }])
    expect(document.tools.t.require).toEqual([
      {
        conditions: [
          { path: 'args.id', op: 'exists', value: true },
          { path: 'args["a.b"]', op: 'exists', value: true },
        ],
      },
    ])
  })
})

describe('[O4] a condition', () => {
  const conditionOf = (line: string) =>
    entry(`- {name: r, conditions: [${line}]}`).entry.require[0].conditions[0]

  it('keys between dots stay keys, whatever they hold', () => {
    expect(conditionOf('{path: "args.n m.items[0].__proto__", op: eq, value: 1}').path).toBe(
      'args["n m"]["items[0]"].__proto__',
    )
  })

  it('in a list of several types not_in excludes what Intercept takes for equal', () => {
    expect(conditionOf('{path: args.a, op: not_in, value: ["5", x, 1000000, true]}').value).toEqual([
      ...['5', 'x', 1_000_000, true],
      ...[5, '1000000', '1e+06', 'true'],
    ])
    expect(conditionOf('{path: args.a, op: not_in, value: ["5", x]}').value).toEqual(['5', 'x'])
  })

  it('says that types count', () => {
    const { report } = entry('- {name: r, conditions: [{path: args.a, op: eq, value: 5}]}')
    expect(said(report, '')).toContainEqual(expect.stringContaining('the text "5" and the number 5'))
  })
})

describe('[O5] what is counted', () => {
  const state = (op: string, value: unknown, more = '') =>
    entry(
      '- name: r',
      `  conditions: [{path: state.t.c, op: ${op}, value: ${value}}]`,
      `  state: {counter: c, window: day${more}}`,
    )

  it.each<[string, unknown, string, object]>([
    ['lte', 10, '', { max: 10 }],
    ['lt', 10, '', { max: 9 }],
    ['lte', 10.9, '', { max: 10 }],
    ['lt', 0, '', { max: 0 }],
    ['lte', 10, ', increment: 3', { max: 3 }],
    ['lte', 10, ', increment: 0', { max: 10 }],
    ['lt', 10, ', increment_from: args.total.sum', { max: 9, increment_from: 'args.total.sum' }],
  ])('%s %s%s', (op, value, more, limit) => {
    expect(state(op, value, more).entry).toEqual({
      limits: [{ counter: 't_c', window: 'day', scope: 'server', ...limit }],
    })
  })

  it('says what less than a number is, and for whom a limit counts', () => {
    const { report } = state('lt', 10)
    expect(said(report, '/tools/t/rules/0/conditions/0')).toEqual([
      'mapped: Less than 10 is at most 9, for Intercept counts in whole numbers.',
    ])
    expect(said(report, '')).toContainEqual(expect.stringContaining('counted for the whole server'))
  })

  it('the smaller of two bounds counts, and a counter without a bound counts nothing', () => {
    const bounds = '[{path: state.t.c, op: lt, value: 10}, {path: state.t.c, op: lte, value: 4}]'
    expect(
      entry('- name: r', `  conditions: ${bounds}`, '  state: {counter: c, window: hour}').entry.limits[0]
        .max,
    ).toBe(4)
    const none = entry(
      '- {name: r, conditions: [{path: args.a, op: exists, value: true}], state: {counter: c, window: day}}',
    )
    expect(none.entry.limits).toBeUndefined()
    expect(none.entry.deny_if).toBeUndefined()
  })

  it('counters of two tools never meet', () => {
    const counted = (tool: string, counter: string) =>
      `  ${tool}:\n    rules:\n    - name: r\n      conditions: [{path: state.${tool}.${counter}, op: lte, value: 5}]\n      state: {counter: ${counter}, window: day}\n`
    const { document } = imported(`default: deny\ntools:\n${counted('a', 'b_c')}${counted('a_b', 'c')}`)
    expect([document.tools.a.limits[0].counter, document.tools.a_b.limits[0].counter]).toEqual([
      'a_b_c',
      'a_b_c_2',
    ])
  })

  it('two rules on one counter close the tool', () => {
    expect(
      entry('- {name: r, rate_limit: 5/minute}', '- {name: s, rate_limit: 9/minute}').entry.deny_if,
    ).toEqual([CLOSED])
  })

  it('a spend limit whose amount is known', () => {
    expect(entry('- {action: allow, spend_limit: $500.50/day, increment_from: args.amount}').entry).toEqual({
      limits: [
        { counter: 't_spend_day', window: 'day', max: 500.5, scope: 'server', increment_from: 'args.amount' },
      ],
    })
  })
})

describe('[O6] a document of the hosted gateway', () => {
  const hosted = (members: object, tools: readonly ImportTool[] = []) =>
    imported(JSON.stringify({ version: '1', default: 'deny', name: 'Support', ...members }), tools)

  it('stands as it is, and keeps words about itself', () => {
    const limit = { counter: 'calls', window: 'minute', max: 60, scope: 'grant' }
    const tools = { a: { require: [], deny_if: [], limits: [limit] } }
    const { document, report } = hosted({
      hide: ['*'],
      all_tools: { limits: [] },
      tools,
      id: 7,
      metadata: { by: 'Ana' },
    })
    expect(document).toEqual({
      version: '1',
      default: 'deny',
      hide: ['*'],
      all_tools: { limits: [] },
      tools,
      'x-name': 'Support',
      'x-id': 7,
      'x-metadata': { by: 'Ana' },
    })
    expect(said(report, '/id')).toEqual(['kept: “id” stands under “x-id” and means nothing here.'])
  })

  it('without “default” denies what it does not name', () => {
    expect(imported('{"version": "1", "tools": {"a": {}}}').document.default).toBe('deny')
  })

  it('writes out what is short elsewhere', () => {
    const { document } = hosted(
      {
        hide: 'one',
        tools: {
          two: { hide: true, name: 'Two' },
          three: { action: 'hide' },
          four: { require: ['args.reason', { path: 'args.a', op: 'gt', value: 1, id: 4 }] },
          five: { action: 'deny', reason: 'No.', deny_if: [{ name: 'big', conditions: [] }] },
          six: { rate_limit: '5/minute', limits: [{ id: 1, counter: 'six', window: 'day', max: 9 }] },
          seven: { action: 'require_approval', reason: 'Look.', approval_timeout: '5m' },
          eight: {
            validate: { required_args: true },
            spend_limit: { max: 50, window: 'day', increment_from: 'args.sum' },
          },
        },
      },
      [{ name: 'eight', inputSchema: { required: ['sum'] } }],
    )
    expect(document.hide).toEqual(['one', 'two', 'three'])
    expect(document.tools).toEqual({
      two: { 'x-name': 'Two' },
      three: {},
      four: {
        require: [
          { conditions: [{ path: 'args.reason', op: 'exists', value: true }] },
          { conditions: [{ path: 'args.a', op: 'gt', value: 1 }] },
        ],
      },
      five: { deny_if: [{ conditions: [], on_deny: 'No.' }, { conditions: [] }] },
      six: {
        limits: [
          { counter: 'six_rate', window: 'minute', max: 5, scope: 'grant' },
          { counter: 'six', window: 'day', max: 9 },
        ],
      },
      seven: { require_approval: { timeout: 300, reason: 'Look.' } },
      eight: {
        require: [{ conditions: [{ path: 'args.sum', op: 'exists', value: true }] }],
        limits: [
          { counter: 'eight_spend_day', window: 'day', max: 50, scope: 'grant', increment_from: 'args.sum' },
        ],
      },
    })
  })

  it('[O7] what this language does not know closes the tool that has it, and no other', () => {
    const { document, report } = hosted({
      tools: {
        a: { firewall: true },
        b: { deny_if: [{ conditions: [{ path: 'x', op: 'eq', value: 1 }] }] },
        c: {},
      },
    })
    expect(document.tools).toEqual({
      a: { deny_if: [CLOSED], 'x-imported': { firewall: true } },
      b: {
        deny_if: [CLOSED],
        'x-imported': { deny_if: [{ conditions: [{ path: 'x', op: 'eq', value: 1 }] }] },
      },
      c: {},
    })
    expect(said(report, '/tools/a')[0]).toMatch(
      /^not-supported: “firewall” is not a key of this language.*“a” is refused/,
    )
  })

  it('[O7] what is too large or too long is closed too, and a name that fits nowhere closes the rest', () => {
    const long = 'n'.repeat(5000)
    const { document } = hosted({
      default: 'allow',
      tools: { a: { description: long }, [long]: { action: 'deny' } },
    })
    expect(document.tools).toEqual({ a: { deny_if: [CLOSED] } })
    expect(document.default).toBe('deny')
  })

  it('[O7] two limits that clash close both', () => {
    const limit = (window: string) => ({ limits: [{ counter: 'c', window, max: 1 }] })
    const { document } = hosted({ tools: { a: limit('day'), b: limit('hour') } })
    expect(document.tools.b.deny_if).toEqual([CLOSED])
  })

  it('[O7] what would become too large, or names too many tools, is refused with its place', () => {
    const many = (count: number, tool: object) =>
      JSON.stringify({
        name: 'x',
        default: 'deny',
        tools: Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, tool])),
      })
    const closed = importPolicy(many(5000, { firewall: 1 }))
    expect('issues' in closed && closed.issues).toMatchObject([{ code: 'too-large', offset: 0 }])
    expect(issuesOf(many(10_001, {})).map(([code, pointer]) => [code, pointer])).toEqual([
      ['too-many', '/tools'],
    ])
  }, 60_000)
})
