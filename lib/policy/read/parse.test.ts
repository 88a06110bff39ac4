import { describe, expect, it } from 'vitest'
import { type Json, JsonNumber, parseJson } from '#lib/json/index.ts'
import { edit, parsePolicy, parsePolicyText } from '../index.ts'
import { policyWith } from '../testing/examples.ts'

/** `code pointer` of every issue, in the order of the text; none for a valid document. */
function issuesOf(text: string, format?: 'json' | 'jsonc'): string[] {
  const parsed = parsePolicyText(text, format)
  return parsed.ok ? [] : parsed.issues.map((issue) => `${issue.code} ${issue.pointer}`)
}

const withMembers = (members: string): string => `{"version":"1","default":"deny",${members}}`
const withEntry = (entry: string): string => withMembers(`"tools":{"send":${entry}}`)
const withLimit = (limit: string): string => withEntry(`{"limits":[${limit}]}`)
const withCondition = (condition: string): string => withEntry(`{"deny_if":[{"conditions":[${condition}]}]}`)

describe('[P1] the document', () => {
  it.each([
    ['{"version":"1","default":"deny"}', []],
    ['{"version":"1","default":"allow","tools":{}}', []],
    ['{"default":"deny"}', ['missing-key /version']],
    ['{"version":"1"}', ['missing-key /default']],
    ['{"version":1,"default":"deny"}', ['wrong-value /version']],
    ['{"version":"2","default":"deny"}', ['wrong-value /version']],
    ['{"version":"1","default":"block"}', ['wrong-value /default']],
    ['[]', ['wrong-type ']],
    ['"1"', ['wrong-type ']],
    ['', ['syntax ']],
    ['   ', ['syntax ']],
    ['\ufeff{"version":"1","default":"deny"}', ['syntax ']],
    ['{"version":"1","default":"deny",}', ['syntax ']],
  ])('%s', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })

  it('takes comments in jsonc and none in json', () => {
    const text = '{ // why\n "version": "1", /* how */ "default": "deny" }'
    expect(issuesOf(text)).toEqual([])
    expect(issuesOf(text, 'json')).toEqual(['syntax ', 'syntax '])
  })

  it('keeps every digit of a number, in the policy and in the canonical form', () => {
    const text = withLimit('{"counter":"c","window":"day","max":9007199254740993.10}')
    const parsed = parsePolicyText(text)
    if (!parsed.ok) throw new Error('invalid')
    expect(parsed.value.policy.tools.get('send')?.limits[0]?.max).toEqual(
      new JsonNumber('9007199254740993.10'),
    )
    expect(parsed.value.canonical).toContain('"max":90071992547409931e-1')
  })

  it('is read alike from its text and from its value', () => {
    const text = withLimit('{"counter":"c","window":"day","max":1.50}')
    const fromText = parsePolicyText(text)
    const fromValue = parsePolicy(parseJson(text))
    expect(fromText.ok && fromText.value.policy).toEqual(fromValue.ok && fromValue.value)
  })
})

describe('[P2] unknown keys', () => {
  it.each([
    [withMembers('"tool":{}'), ['unknown-key /tool']],
    [withEntry('{"denyif":[]}'), ['unknown-key /tools/send/denyif']],
    [withEntry('{"hide":true}'), ['unknown-key /tools/send/hide']],
    [withLimit('{"counter":"c","window":"day","max":1,"per":"x"}'), ['unknown-key /tools/send/limits/0/per']],
    [
      withCondition('{"path":"args.a","op":"eq","value":1,"not":true}'),
      ['unknown-key /tools/send/deny_if/0/conditions/0/not'],
    ],
    [withEntry('{"deny_if":[{"conditions":[],"reason":"x"}]}'), ['unknown-key /tools/send/deny_if/0/reason']],
    [withEntry('{"require_approval":{"after":1}}'), ['unknown-key /tools/send/require_approval/after']],
    [withMembers('"methods":{"resource":"allow"}'), ['unknown-key /methods/resource']],
    [withMembers('"all_tools":{"strict_arguments":true}'), ['unknown-key /all_tools/strict_arguments']],
    [withMembers('"all_tools":{"rate_limit":"1/day"}'), ['unknown-key /all_tools/rate_limit']],
    [withMembers('"all_tools":{"action":"deny"}'), ['unknown-key /all_tools/action']],
  ])('%s', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })

  it('carries $schema, description and x- keys untouched', () => {
    const entry = '{"description":"d","x-team":[1]}'
    const text = withMembers(
      `"$schema":"s","description":"d","x-a":{"any":1},"all_tools":${entry},"tools":{"t":${entry}}`,
    )
    expect(issuesOf(text)).toEqual([])
    expect(issuesOf(withMembers('"description":5'))).toEqual(['wrong-type /description'])
    expect(issuesOf(withEntry('{"deny_if":[{"conditions":[],"x-a":1}]}'))).toEqual([
      'unknown-key /tools/send/deny_if/0/x-a',
    ])
  })

  it.each([
    ['{"version":"1","default":"deny","tool":{}}', '“tools”'],
    [withEntry('{"denyIf":[]}'), '“deny_if”'],
    [withEntry('{"limit":[]}'), '“limits”'],
    [withEntry('{"requires":[]}'), '“require”'],
    [withCondition('{"path":"args.a","op":"equals","value":1}'), '"eq"'],
    [withCondition('{"path":"args.a","op":"contians","value":1}'), '"contains"'],
    [withLimit('{"counter":"c","window":"day","max":1,"scope":"organization"}'), '"organisation"'],
  ])('suggests what is near: %s', (text, suggestion) => {
    const parsed = parsePolicyText(text)
    expect(parsed.ok ? '' : parsed.issues[0].message).toContain(`Did you mean ${suggestion}`)
  })

  it('offers fixes that fix', () => {
    const text = '{"tool":{"a":{"denyif":[{"conditions":[{"path":"amount","op":"==","value":1}]}]}}}'
    let fixed = text
    for (let round = 0; round < 10; round++) {
      const parsed = parsePolicyText(fixed)
      if (parsed.ok) break
      const fix = parsed.issues.find((issue) => issue.fix)?.fix
      if (!fix) throw new Error(`no fix in ${fixed}`)
      fixed = edit(fixed, fix.command).text
    }
    expect(issuesOf(fixed)).toEqual([])
    expect(parseJson(fixed)).toEqual(
      parseJson(
        '{"tools":{"a":{"deny_if":[{"conditions":[{"path":"args.amount","op":"eq","value":1}]}]}},"default":"deny","version":"1"}',
      ),
    )
  })
})

describe('[P3] all errors at once, each with its place', () => {
  it('names the offending member, whether it stands there or is missing', () => {
    const text = `{
  "version": "1",
  "tools": {
    "send": { "denyif": [], "limits": [{ "counter": "c", "window": "minute" }] },
    "a/b~c": { "strict_arguments": 1 }
  }
}`
    const parsed = parsePolicyText(text)
    if (parsed.ok) throw new Error('accepted')
    const places = parsed.issues.map(({ code, pointer, offset = 0, length = 0 }) => [
      code,
      pointer,
      text.slice(offset, offset + length),
    ])
    expect(places).toEqual([
      ['missing-key', '/default', '{'],
      ['unknown-key', '/tools/send/denyif', '"denyif"'],
      ['missing-key', '/tools/send/limits/0/max', '{'],
      ['wrong-type', '/tools/a~1b~0c/strict_arguments', '1'],
    ])
  })

  it('marks a missing member at the key of its object, where that has one', () => {
    const text = withEntry('{"require_approval":{"timeout":"x"},"deny_if":[{"on_deny":"no"}]}')
    const parsed = parsePolicyText(text)
    if (parsed.ok) throw new Error('accepted')
    expect(parsed.issues.map(({ offset = 0, length = 0 }) => text.slice(offset, offset + length))).toEqual([
      '"x"',
      '{',
    ])
  })

  it('reports every syntax error, with its line', () => {
    const parsed = parsePolicyText('{\n"version": 1.,\n"default" "deny"\n}')
    if (parsed.ok) throw new Error('accepted')
    expect(parsed.issues.map((issue) => issue.message.slice(0, 7))).toEqual(['Line 2:', 'Line 3:'])
    expect(parsed.issues.every((issue) => issue.offset !== undefined && issue.length !== undefined)).toBe(
      true,
    )
  })
})

describe('[P4] shorthands', () => {
  it.each<[string, string]>([
    ['{"action":"allow"}', '{}'],
    ['{"action":"deny"}', '{"deny_if":[{"conditions":[]}]}'],
    ['{"action":"deny","reason":"R"}', '{"deny_if":[{"conditions":[],"on_deny":"R"}]}'],
    ['{"action":"require_approval"}', '{"require_approval":{}}'],
    ['{"action":"require_approval","reason":"R"}', '{"require_approval":{"reason":"R"}}'],
    ['{"require_approval":true}', '{"require_approval":{}}'],
    [
      '{"rate_limit":{"max":10,"window":60}}',
      '{"limits":[{"counter":"send_rate","window":60,"max":10,"scope":"grant"}]}',
    ],
    [
      '{"rate_limit":{"max":10,"window":"hour"}}',
      '{"limits":[{"counter":"send_rate","window":"hour","max":10}]}',
    ],
    ['{"rate_limit":"10/minute"}', '{"limits":[{"counter":"send_rate","window":"minute","max":10}]}'],
    ['{"rate_limit":"1.50/15m"}', '{"limits":[{"counter":"send_rate","window":900,"max":1.50}]}'],
    ['{"require_approval":{}}', '{"require_approval":{"conditions":[],"timeout":"10m"}}'],
    ['{"require_approval":{"timeout":90}}', '{"require_approval":{"timeout":"90s"}}'],
  ])('%s means %s', (short, long) => {
    const policies = [short, long].map((entry) => {
      const parsed = parsePolicyText(withEntry(entry))
      return parsed.ok ? parsed.value.policy : parsed.issues
    })
    expect(policies[0]).toEqual(policies[1])
  })

  it('makes one counter for a glob', () => {
    const policy = policyWith({ tools: { 'get_*': { rate_limit: '5/minute' } } })
    expect(policy.tools.get('get_*')?.limits[0]?.counter).toBe('get_*_rate')
  })

  it.each([
    ['{"action":"deny","deny_if":[]}', ['shorthand-clash /tools/send/action']],
    ['{"action":"require_approval","require_approval":{}}', ['shorthand-clash /tools/send/action']],
    ['{"rate_limit":"1/day","limits":[]}', ['shorthand-clash /tools/send/rate_limit']],
    ['{"reason":"R"}', ['shorthand-clash /tools/send/reason']],
    ['{"action":"allow","reason":"R"}', ['shorthand-clash /tools/send/reason']],
    ['{"require_approval":false}', ['wrong-value /tools/send/require_approval']],
    ['{"require_approval":"yes"}', ['wrong-type /tools/send/require_approval']],
    ['{"action":"block"}', ['wrong-value /tools/send/action']],
    ['{"rate_limit":5}', ['wrong-type /tools/send/rate_limit']],
    ['{"rate_limit":"5 per minute"}', ['wrong-value /tools/send/rate_limit']],
    ['{"rate_limit":"-5/minute"}', ['wrong-value /tools/send/rate_limit']],
    ['{"rate_limit":"5/fortnight"}', ['wrong-value /tools/send/rate_limit']],
    ['{"rate_limit":{"max":5}}', ['missing-key /tools/send/rate_limit/window']],
    ['{"rate_limit":{"max":5,"window":60,"scope":"user"}}', ['unknown-key /tools/send/rate_limit/scope']],
    ['{"action":"deny","require_approval":true}', []],
    ['{"action":"deny","rate_limit":"1/day"}', []],
  ])('%s', (entry, issues) => {
    expect(issuesOf(withEntry(entry))).toEqual(issues)
  })
})

describe('[P5] bounds', () => {
  const limit = (members: string): string => withLimit(`{"counter":"c",${members}}`)
  const rules = (count: number): string =>
    withEntry(`{"require":[${Array(count).fill('{"conditions":[]}').join()}]}`)
  const condition = '{"path":"args.a","op":"exists"}'
  const conditions = (count: number): string =>
    withEntry(`{"deny_if":[{"conditions":[${Array(count).fill(condition).join()}]}]}`)
  const regex = (pattern: string): string =>
    withCondition(`{"path":"args.a","op":"regex","value":${JSON.stringify(pattern)}}`)

  it.each([
    ['max 0', limit('"window":"day","max":0'), []],
    ['max -1', limit('"window":"day","max":-1'), ['out-of-range /tools/send/limits/0/max']],
    ['max text', limit('"window":"day","max":"5"'), ['wrong-type /tools/send/limits/0/max']],
    ['max null', limit('"window":"day","max":null'), ['wrong-type /tools/send/limits/0/max']],
    ['max 1e999', limit('"window":"day","max":1e999'), ['number-range /tools/send/limits/0/max']],
    ['sliding 10,000', limit('"window":"day","max":10000,"algorithm":"sliding"'), []],
    [
      'sliding 10,001',
      limit('"window":"day","max":10001,"algorithm":"sliding"'),
      ['out-of-range /tools/send/limits/0/max'],
    ],
    ['1 second', limit('"window":1,"max":1'), []],
    ['0 seconds', limit('"window":0,"max":1'), ['out-of-range /tools/send/limits/0/window']],
    ['half a second', limit('"window":0.5,"max":1'), ['wrong-value /tools/send/limits/0/window']],
    ['366 days', limit('"window":"366d","max":1'), []],
    ['367 days', limit('"window":"367d","max":1'), ['out-of-range /tools/send/limits/0/window']],
    [
      '366 days and a second',
      limit('"window":31622401,"max":1'),
      ['out-of-range /tools/send/limits/0/window'],
    ],
    [
      'a window of no kind',
      limit('"window":"fortnight","max":1'),
      ['wrong-value /tools/send/limits/0/window'],
    ],
    ['64 rules', rules(64), []],
    ['65 rules', rules(65), ['too-many /tools/send']],
    ['32 conditions', conditions(32), []],
    ['33 conditions', conditions(33), ['too-many /tools/send/deny_if/0/conditions']],
    ['a timeout of 7 days', withEntry('{"require_approval":{"timeout":"7d"}}'), []],
    [
      'a timeout of 8 days',
      withEntry('{"require_approval":{"timeout":"8d"}}'),
      ['out-of-range /tools/send/require_approval/timeout'],
    ],
    [
      'a timeout of 0',
      withEntry('{"require_approval":{"timeout":0}}'),
      ['out-of-range /tools/send/require_approval/timeout'],
    ],
    ['a regex of 512 bytes', regex('a'.repeat(512)), []],
    ['a regex of 513 bytes', regex('a'.repeat(513)), ['too-long /tools/send/deny_if/0/conditions/0/value']],
    [
      'a regex of 171 × 3 bytes',
      regex('€'.repeat(171)),
      ['too-long /tools/send/deny_if/0/conditions/0/value'],
    ],
    ['a backreference', regex('(a)\\1'), ['bad-regex /tools/send/deny_if/0/conditions/0/value']],
    ['a lookahead', regex('a(?=b)'), ['bad-regex /tools/send/deny_if/0/conditions/0/value']],
    ['a repetition beyond RE2', regex('a{1001}'), ['bad-regex /tools/send/deny_if/0/conditions/0/value']],
    ['an open class', regex('[a'), ['bad-regex /tools/send/deny_if/0/conditions/0/value']],
    ['(?i) over 100,000 characters', regex('(?i)[\\x{0}-\\x{1869f}]'), []],
    [
      '(?i) over 100,001 characters',
      regex('(?i)[\\x{0}-\\x{186a0}]'),
      ['regex-too-wide /tools/send/deny_if/0/conditions/0/value'],
    ],
    [
      '(?si:) over all characters',
      regex('(?si:[a-\u{10ffff}])'),
      ['regex-too-wide /tools/send/deny_if/0/conditions/0/value'],
    ],
    ['(?i) with 25 classes', regex(`(?i)${'\\pL'.repeat(25)}`), []],
    [
      '(?i) with 26 classes',
      regex(`(?i)${'\\pL'.repeat(26)}`),
      ['regex-too-wide /tools/send/deny_if/0/conditions/0/value'],
    ],
    ['26 classes that heed case', regex('\\pL'.repeat(26)), []],
    ['a text of 4 KiB', withMembers(`"description":"${'a'.repeat(4096)}"`), []],
    [
      'a text of 4 KiB and one',
      withMembers(`"description":"${'a'.repeat(4097)}"`),
      ['too-long /description'],
    ],
    [
      'a name of 4 KiB and one',
      withMembers(`"tools":{"${'a'.repeat(4097)}":{}}`),
      [`too-long /tools/${'a'.repeat(4097)}`],
    ],
  ])('%s', (_, text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })

  it('counts the conditions of any_of', () => {
    const any = `{"any_of":[${Array(17).fill(condition).join()}]}`
    expect(issuesOf(withEntry(`{"require_approval":{"conditions":[${any},${any}]}}`))).toEqual([
      'too-many /tools/send/require_approval/conditions',
    ])
  })

  it('bounds the names with a star, in tools and in hide', () => {
    const globs = (count: number) => Array.from({ length: count }, (_, index) => `"${1000 + index}*"`)
    const tools = (count: number) => withMembers(`"tools":{${globs(count).map((glob) => `${glob}:{}`)}}`)
    expect(issuesOf(tools(1000))).toEqual([])
    expect(issuesOf(tools(1001))).toEqual(['too-many-patterns /tools'])
    expect(issuesOf(withMembers(`"hide":[${globs(1000)}]`))).toEqual([])
    expect(issuesOf(withMembers(`"hide":[${globs(1001)}]`))).toEqual(['too-many-patterns /hide'])
  })

  it('bounds the expressions of all entries together, and reads none beyond', () => {
    const entry = (count: number, pattern: string) => {
      const conditions = Array(count).fill({ path: 'args.a', op: 'regex', value: pattern })
      return JSON.stringify({ deny_if: [{ conditions: [{ any_of: conditions }] }] })
    }
    const half = entry(32, 'a'.repeat(512))
    const document = (more: string) =>
      withMembers(`"all_tools":${half},"tools":{"a":${half},"b":${half},"c":${half}${more}}`)
    expect(issuesOf(document(''))).toEqual([])
    expect(issuesOf(document(`,"d":${entry(1, 'a')},"e":${entry(1, '(')}`))).toEqual([
      'too-much-regex /tools/d',
    ])
  })

  it('bounds the names, the bytes and the depth', () => {
    const names = (count: number): string =>
      Array.from({ length: count }, (_, index) => `"t${index}":{}`).join()
    expect(issuesOf(withMembers(`"tools":{${names(10_000)}}`))).toEqual([])
    expect(issuesOf(withMembers(`"tools":{${names(10_001)}}`))).toEqual(['too-many /tools'])
    expect(issuesOf(`${' '.repeat(1 << 20)}{}`)).toEqual(['too-large '])
    expect(issuesOf('['.repeat(100_000))).toEqual(['too-deep '])
    expect(issuesOf(withMembers(`"x-a":${'['.repeat(64)}${']'.repeat(64)}`))).toEqual(['too-deep '])
  })
})

describe('[P6] keys that stand twice', () => {
  it.each([
    ['{"version":"1","default":"deny","default":"allow"}', ['duplicate-key /default']],
    [withEntry('{"limits":[],"limits":[]}'), ['duplicate-key /tools/send/limits']],
    [withMembers('"tools":{"a":{},"\\u0061":{}}'), ['duplicate-key /tools/a']],
    [withMembers('"tools":{"__proto__":{},"__proto__":{}}'), ['duplicate-key /tools/__proto__']],
    [withMembers('"x-a":[{"b":1,"b":1}]'), ['duplicate-key /x-a/0/b']],
    [withMembers('"description":"\\ud800"'), ['lone-surrogate /description']],
  ])('%s', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })
})

describe('[M3] globs of equal weight', () => {
  it.each([
    [['get_*', 'get_a*'], []],
    [['ab*', '*ab'], ['glob-ambiguous /tools/*ab']],
    [['a*b', 'a**b'], ['glob-ambiguous /tools/a**b']],
    [['ab*', 'cd*'], []],
    [['*ab', '*cd'], []],
    [['a*b*c', 'a*d*c'], ['glob-ambiguous /tools/a*d*c']],
    [['a*bc', 'ab*d'], []],
    [['*', 'a'], []],
    [['é*', '*e'], ['glob-ambiguous /tools/*e']],
    [['😀*', '*a'], ['glob-ambiguous /tools/*a']],
  ])('%s', (names, issues) => {
    expect(issuesOf(withMembers(`"tools":{${names.map((name) => `"${name}":{}`).join()}}`))).toEqual(issues)
  })
})

describe('[C] conditions', () => {
  const at = '/tools/send/deny_if/0/conditions/0'
  const path = (text: string): string => withCondition(`{"path":${JSON.stringify(text)},"op":"exists"}`)
  const operand = (op: string, value: string): string =>
    withCondition(`{"path":"args.a","op":"${op}","value":${value}}`)

  it.each([
    'args',
    'args.a',
    'args.user-id.$ref',
    'args.items[0].price',
    'args.items[*].price',
    'args["a.b"]',
    'args["a\\"b"].c',
    'args.__proto__',
    'args.0',
    'grant.label',
    'grant.tags[*]',
    'client.name',
    'user.email',
    'tool.category',
    'time.hour',
  ])('[C1] takes the path %s', (text) => {
    expect(issuesOf(path(text))).toEqual([])
  })

  it.each([
    '',
    'amount',
    'args.',
    'args..a',
    'args.a ',
    'args[',
    'args[a]',
    'args[-1]',
    'args[01]',
    'args.*',
    "args['a']",
    'argsx',
    'grant',
    'grant.id',
    'time',
    'args["a]',
    'args.a"b',
  ])('[C1] refuses the path %j', (text) => {
    expect(issuesOf(path(text))).toEqual([`bad-path ${at}/path`])
  })

  it.each([
    ['lt', '"5"', [`wrong-type ${at}/value`]],
    ['gte', '5', []],
    ['in', '5', [`wrong-type ${at}/value`]],
    ['not_in', '[]', []],
    ['exists', '1', [`wrong-type ${at}/value`]],
    ['exists', 'false', []],
    ['regex', '5', [`wrong-type ${at}/value`]],
    ['eq', 'null', []],
    ['contains', '{}', []],
    ['within', '"srv"', [`bad-folder ${at}/value`]],
    ['within', '"/srv/../etc"', [`bad-folder ${at}/value`]],
    ['within', '"/srv\\\\a"', [`bad-folder ${at}/value`]],
    ['within', '["/srv"]', [`wrong-type ${at}/value`]],
    ['within', '"/"', []],
    ['host_in', '"example.com"', [`wrong-type ${at}/value`]],
    ['host_in', '["example.com","*.example.com","10.0.0.1","[::1]"]', []],
    ['host_in', '["Example.com"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["https://example.com"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["example.com:80"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["*"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["*.1.2.3.4"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["127.1"]', [`bad-host ${at}/value/0`]],
    ['host_in', '["[0:0::1]"]', [`bad-host ${at}/value/0`]],
    ['host_in', '[5]', [`bad-host ${at}/value/0`]],
    ['equals', '5', [`wrong-value ${at}/op`]],
  ])('[C3] %s with %s', (op, value, issues) => {
    expect(issuesOf(operand(op, value))).toEqual(issues)
  })

  it.each([
    ['{"path":"args.a","op":"eq"}', [`missing-key ${at}/value`]],
    ['{"op":"exists"}', [`missing-key ${at}/path`]],
    ['{"path":"args.a"}', [`missing-key ${at}/op`]],
    ['{"path":"args.a","op":5}', [`wrong-type ${at}/op`]],
    ['{"path":5,"op":"exists"}', [`wrong-type ${at}/path`]],
    ['{"any_of":[]}', [`wrong-value ${at}/any_of`]],
    ['{"any_of":{}}', [`wrong-type ${at}/any_of`]],
    [
      '{"any_of":[{"any_of":[]}]}',
      [
        `unknown-key ${at}/any_of/0/any_of`,
        `missing-key ${at}/any_of/0/path`,
        `missing-key ${at}/any_of/0/op`,
      ],
    ],
    ['{"any_of":[{"path":"args.a","op":"exists"}],"path":"args.a"}', [`unknown-key ${at}/path`]],
    ['"args.a"', [`wrong-type ${at}`]],
    ['{}', [`missing-key ${at}/path`, `missing-key ${at}/op`]],
  ])('%s', (condition, issues) => {
    expect(issuesOf(withCondition(condition)).sort()).toEqual([...issues].sort())
  })
})

describe('[L] limits', () => {
  const limits = (...given: string[]): string => withEntry(`{"limits":[${given.join()}]}`)
  const from = (path: string): string =>
    limits(`{"counter":"c","window":"day","max":1,"increment_from":${JSON.stringify(path)}}`)

  it.each([
    [from('args.amount'), []],
    [from('args["a.b"][0]'), []],
    [from('args'), ['bad-path /tools/send/limits/0/increment_from']],
    [from('args.items[*].price'), ['bad-path /tools/send/limits/0/increment_from']],
    [from('grant.label'), ['bad-path /tools/send/limits/0/increment_from']],
    [from('amount'), ['bad-path /tools/send/limits/0/increment_from']],
    [limits('{"counter":"","window":"day","max":1}'), ['wrong-value /tools/send/limits/0/counter']],
    [limits('{"window":"day","max":1}'), ['missing-key /tools/send/limits/0/counter']],
    [
      limits('{"counter":"c","window":"day","max":1,"scope":"tenant"}'),
      ['wrong-value /tools/send/limits/0/scope'],
    ],
    [
      limits('{"counter":"c","window":"day","max":1,"algorithm":"leaky"}'),
      ['wrong-value /tools/send/limits/0/algorithm'],
    ],
  ])('[L4] %s', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues)
  })

  const limitOf = (text: string) => {
    const parsed = parsePolicyText(text)
    return parsed.ok ? parsed.value.policy.tools.get('send')?.limits[0] : parsed.issues
  }
  it('[L2] is fixed, and [L3] counts for each grant, unless it says otherwise', () => {
    const members = '"counter":"c","window":"day","max":1'
    expect(limitOf(limits(`{${members}}`))).toMatchObject({ algorithm: 'fixed', scope: 'grant' })
    const otherwise = limitOf(limits(`{${members},"algorithm":"sliding","scope":"user"}`))
    expect(otherwise).toMatchObject({ algorithm: 'sliding', scope: 'user' })
  })

  const day = '{"counter":"c","window":"day","max":1}'
  it.each([
    [[day, '{"counter":"c","window":"day","max":9,"on_deny":"x"}'], []],
    [[day, '{"counter":"c","window":"hour","max":1}'], ['limit-clash /tools/send/limits/1/window']],
    [
      [day, '{"counter":"c","window":"day","max":1,"algorithm":"sliding"}'],
      ['limit-clash /tools/send/limits/1/algorithm'],
    ],
    [
      [day, '{"counter":"c","window":"day","max":1,"increment_from":"args.a"}'],
      ['limit-clash /tools/send/limits/1/increment_from'],
    ],
    [[day, '{"counter":"c","window":"hour","max":1,"scope":"user"}'], []],
    [[day, '{"counter":"d","window":"hour","max":1}'], []],
  ])('[L5] %s', (given, issues) => {
    expect(issuesOf(limits(...given))).toEqual(issues)
  })

  it('[L5] looks across entries, all_tools and shorthands', () => {
    const text = withMembers(
      `"all_tools":{"limits":[{"counter":"b_rate","window":"hour","max":1}]},"tools":{"a":{"limits":[${day}]},"b":{"rate_limit":"1/minute"},"c":{"limits":[{"counter":"c","window":60,"max":1}]}}`,
    )
    expect(issuesOf(text)).toEqual([
      'limit-clash /tools/b/rate_limit',
      'limit-clash /tools/c/limits/0/window',
    ])
  })
})

describe('shapes', () => {
  it.each<[string, string[]]>([
    ['"tools":[]', ['wrong-type /tools']],
    ['"tools":{"a":[]}', ['wrong-type /tools/a']],
    ['"tools":{"a":null}', ['wrong-type /tools/a']],
    ['"hide":"*"', ['wrong-type /hide']],
    ['"hide":["a",5]', ['wrong-type /hide/1']],
    ['"methods":[]', ['wrong-type /methods']],
    ['"methods":{"tasks":true}', ['wrong-value /methods/tasks']],
    ['"all_tools":[]', ['wrong-type /all_tools']],
    ['"tools":{"a":{"deny_if":{}}}', ['wrong-type /tools/a/deny_if']],
    ['"tools":{"a":{"deny_if":["x"]}}', ['wrong-type /tools/a/deny_if/0']],
    ['"tools":{"a":{"limits":[1]}}', ['wrong-type /tools/a/limits/0']],
    ['"tools":{"a":{"deny_if":[{"conditions":{}}]}}', ['wrong-type /tools/a/deny_if/0/conditions']],
    ['"tools":{"a":{"deny_if":[{"conditions":[],"on_deny":1}]}}', ['wrong-type /tools/a/deny_if/0/on_deny']],
  ])('%s', (members, issues) => {
    expect(issuesOf(withMembers(members))).toEqual(issues)
  })

  it('takes any JSON value without throwing', () => {
    const values: Json[] = [null, true, 5, 'x', [], new JsonNumber('1.0')]
    for (const value of values) expect(parsePolicy(value).ok).toBe(false)
  })
})
