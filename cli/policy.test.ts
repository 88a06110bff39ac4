// The commands on policies, as CI runs them: what they print, and what their exit codes say.
import { describe, expect, it } from 'vitest'
import { newFolder } from './testing/run.ts'

const { file, runThere: run } = newFolder()

const POLICY = `{ // support
  "version": "1",
  "default": "deny",
  "tools": {
    "create_refund": {
      "deny_if": [{ "conditions": [{ "path": "args.amount", "op": "gt", "value": 100 }] }],
      "limits": [{ "counter": "refunds", "window": "minute", "max": 30 }]
    },
    "send": { "strict_arguments": true }
  }
}`
const YAML = `version: "1" # support
default: deny
tools:
  create_refund:
    deny_if:
      - conditions: [{ path: args.amount, op: gt, value: 100 }]
    limits:
      - counter: refunds
        window: minute
        max: 30
  send:
    strict_arguments: true
`
const TOOLS = {
  tools: [
    {
      name: 'create_refund',
      description: 'Refunds a charge',
      inputSchema: {
        type: 'object',
        properties: { amount: { type: 'number' } },
        required: ['amount'],
        additionalProperties: false,
      },
    },
    { name: 'send', inputSchema: { type: 'object', properties: { to: {} } } },
  ],
}
const refund = (amount: number, more: object = {}) => ({
  tool: 'create_refund',
  arguments: { amount },
  ...more,
})
const cases = (...list: object[]) => ({ policy: './policy.json', cases: list })

describe('policy validate', () => {
  it('says every error with its place, and ends with 1', async () => {
    await file('bad.json', '{\n  "version": "1",\n  "tools": { "send": { "denyif": [] } }\n}')
    const bad = await run(['policy', 'validate', 'bad.json'])
    expect(bad.code).toBe(1)
    expect(bad.stdout).toContain('bad.json:3:24: error: /tools/send/denyif')
    expect(bad.stdout).toContain('/default')
    const json = JSON.parse((await run(['policy', 'validate', 'bad.json', '--json'])).stdout)
    expect(json.ok).toBe(false)
    expect(json.errors).toHaveLength(2)
  }, 60_000)

  it('passes what could be published, comments included, from a file or standard input', async () => {
    await file('policy.json', POLICY)
    expect(await run(['policy', 'validate', '-'], POLICY)).toMatchObject({ code: 0, stderr: '' })
    expect(await run(['policy', 'validate', 'policy.json'])).toMatchObject({ code: 0 })
  }, 60_000)

  it('reads YAML by the name of the file, or by its looks', async () => {
    await file('policy.yaml', YAML)
    await file('bad.yml', YAML.replace('deny_if', 'denyif').replace('"1"', '1'))
    expect(await run(['policy', 'validate', 'policy.yaml'])).toMatchObject({ code: 0, stderr: '' })
    expect(await run(['policy', 'validate', '-'], YAML)).toMatchObject({ code: 0 })
    const bad = await run(['policy', 'validate', 'bad.yml'])
    expect(bad.code).toBe(1)
    expect(bad.stdout).toContain('bad.yml:1:10: error: /version')
    expect(bad.stdout).toContain('bad.yml:5:5: error: /tools/create_refund/denyif')
    await file('json.yaml', '{\n\t"version": "1",\n\t"default": "deny"\n}')
    expect(await run(['policy', 'validate', 'json.yaml'])).toMatchObject({ code: 0 })
  }, 60_000)

  it('checks against the tools of a file', async () => {
    await file('tools.json', TOOLS)
    await file('other.json', POLICY.replace('args.amount', 'args.amuont'))
    const checked = await run(['policy', 'validate', 'other.json', '--tools', 'tools.json', '--json'])
    const { ok, warnings } = JSON.parse(checked.stdout)
    expect(warnings.map((issue: { code: string }) => issue.code)).toContain('path-not-in-schema')
    expect(checked.code).toBe(ok ? 0 : 1)
    const alone = JSON.parse((await run(['policy', 'validate', 'other.json', '--json'])).stdout)
    expect(alone.warnings).toEqual([])
  }, 60_000)

  it('ends with 2 where it could not look', async () => {
    expect(await run(['policy', 'validate', 'none.json'])).toMatchObject({ code: 2, stdout: '' })
    expect(await run(['policy', 'validate'])).toMatchObject({ code: 2, stdout: '' })
    expect(await run(['policy', 'validate', 'policy.json', '--tools', 'none.json'])).toMatchObject({
      code: 2,
    })
  }, 60_000)
})

describe('policy test', () => {
  const minute = {
    name: 'thirty a minute',
    sequence: [
      { call: refund(5), repeat: 30, expect: 'allow' },
      { call: refund(5, { at: '+59s' }), expect: { effect: 'deny', reason: 'limit-reached' } },
      { call: refund(5, { at: '+1s' }), expect: 'allow' },
    ],
  }

  it('ends with 0 where every call is decided as its file says', async () => {
    await file('policy.json', POLICY)
    await file(
      'good.json',
      cases(
        { name: 'up to 100', call: refund(100), expect: 'allow' },
        {
          name: 'no more',
          call: refund(100.01),
          expect: { effect: 'deny', rule: '/tools/create_refund/deny_if/0' },
        },
        minute,
      ),
    )
    const passed = await run(['policy', 'test', 'good.json'])
    expect(passed).toMatchObject({ code: 0, stderr: '' })
    expect(passed.stdout).toBe(
      'good.json\n  ✓ up to 100\n  ✓ no more\n  ✓ thirty a minute\n\n3 passed, 0 failed\n',
    )
  }, 60_000)

  it('ends with 1 where one is not, and shows what decided and where it stands', async () => {
    await file('policy.json', POLICY)
    await file('wrong.json', cases({ name: 'any amount', call: refund(500), expect: 'allow' }, minute))
    const failed = await run(['policy', 'test', 'wrong.json'])
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('✗ any amount')
    expect(failed.stdout).toContain('expected allow, decided deny')
    expect(failed.stdout).toContain('■ Denied when args.amount is more than 100. (policy.json:6)')
    expect(failed.stdout).toContain('1 passed, 1 failed')
    const answer = JSON.parse((await run(['policy', 'test', 'wrong.json', '--json'])).stdout)
    expect(answer).toMatchObject({
      ok: false,
      passed: 1,
      failed: 1,
      files: [
        {
          file: 'wrong.json',
          policy: 'policy.json',
          cases: [
            {
              name: 'any amount',
              ok: false,
              failure: { decided: { rule: '/tools/create_refund/deny_if/0' } },
            },
            { ok: true },
          ],
        },
      ],
    })
  }, 60_000)

  it('takes another policy and the server’s tools, and several files', async () => {
    await file('policy.json', POLICY)
    await file('tools.json', TOOLS)
    await file('open.json', '{"version":"1","default":"allow"}')
    await file('large.json', cases({ name: 'any amount', call: refund(500), expect: 'allow' }))
    expect(await run(['policy', 'test', 'large.json', '--policy', 'open.json'])).toMatchObject({ code: 0 })
    const strict = { tool: 'send', arguments: { cc: 'x' } }
    await file(
      'strict.json',
      cases({ name: 'no cc', call: strict, expect: { effect: 'deny', reason: 'undeclared-argument' } }),
    )
    const both = await run(['policy', 'test', 'strict.json', 'large.json', '--tools', 'tools.json'])
    expect(both.code).toBe(1)
    expect(both.stdout).toContain('✓ no cc')
    expect(both.stdout).toContain('✗ any amount')
    const blind = await run(['policy', 'test', 'strict.json'])
    expect(blind.code).toBe(1)
    expect(blind.stdout).toContain('Name a file with the server’s tools.')
  }, 60_000)

  it('takes tests and policies in YAML, and says what would change a decision', async () => {
    await file('policy.yaml', YAML)
    await file(
      'cases.yaml',
      `policy: policy.yaml
cases:
  - name: any amount # not so
    call: { tool: create_refund, arguments: { amount: 500 } }
    expect: allow
  - name: small ones
    call: { tool: create_refund, arguments: { amount: 5 } }
    expect: allow
    repeat: 30
`,
    )
    const failed = await run(['policy', 'test', 'cases.yaml'])
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('■ Denied when args.amount is more than 100. (policy.yaml:6)')
    expect(failed.stdout).toContain(
      'Smallest change: Change “args.amount is more than 100” to the value of this call.',
    )
    expect(failed.stdout).toContain('✓ small ones')
  }, 60_000)

  it('ends with 1 for a policy with errors, and with 2 for a test file that is none', async () => {
    await file('policy.json', '{"version":"1"}')
    await file('any.json', cases({ name: 'a', call: { tool: 'a' }, expect: 'deny' }))
    const bad = await run(['policy', 'test', 'any.json'])
    expect(bad.code).toBe(1)
    expect(bad.stdout).toContain('policy.json:1:1: error: /default')
    await file('typo.json', '{\n "cases": [{ "name": "a", "call": { "tol": "a" }, "expect": "allowed" }]\n}')
    const typo = await run(['policy', 'test', 'typo.json'])
    expect(typo).toMatchObject({ code: 2, stdout: '' })
    expect(typo.stderr).toContain('typo.json:2:37: error: /cases/0/call/tol')
    expect(typo.stderr).toContain('Did you mean "allow"?')
    await file('alone.json', { cases: [{ name: 'a', call: { tool: 'a' }, expect: 'deny' }] })
    expect(await run(['policy', 'test', 'alone.json'])).toMatchObject({ code: 2, stdout: '' })
    expect(await run(['policy', 'test'])).toMatchObject({ code: 2, stdout: '' })
  }, 60_000)
})

describe('policy diff', () => {
  it('says what changes and marks what lets more pass; only options make that a failure', async () => {
    await file('before.json', POLICY)
    await file(
      'after.json',
      POLICY.replace('"max": 30', '"max": 90').replace('"strict_arguments": true', '"action": "deny"'),
    )
    const diff = ['policy', 'diff', 'before.json', 'after.json']
    const said = await run(diff)
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect(said.stdout).toMatch(/^widens {2}create_refund: Limit\n +at most 30 → 90 per minute/m)
    expect(said.stdout).toMatch(/^ +send: Allow → Deny/m)
    expect(await run([...diff, '--fail-on-widening'])).toMatchObject({ code: 1 })
    const answer = JSON.parse((await run([...diff, '--json'])).stdout)
    expect(answer).toMatchObject({
      changed: true,
      widens: true,
      differences: [{ tool: 'create_refund' }, { tool: 'send' }],
    })
  }, 60_000)

  it('tells tightening from widening, and a change from none', async () => {
    await file('before.json', POLICY)
    await file('tighter.json', POLICY.replace('"max": 30', '"max": 10'))
    await file('same.json', POLICY.replace('// support', ''))
    const tighter = ['policy', 'diff', 'before.json', 'tighter.json']
    expect(await run([...tighter, '--fail-on-widening'])).toMatchObject({ code: 0 })
    expect(await run([...tighter, '--fail-on-change'])).toMatchObject({ code: 1 })
    expect(await run(['policy', 'diff', 'before.json', 'same.json', '--fail-on-change'])).toMatchObject({
      code: 0,
    })
  }, 60_000)

  it('sees what no name of the server’s tools shows: patterns, methods, and tools of tomorrow', async () => {
    await file('before.json', POLICY)
    await file('tools.json', TOOLS)
    const against = async (change: string, to: string) => {
      await file('after.json', POLICY.replace(change, to))
      const known = ['--tools', 'tools.json', '--fail-on-widening']
      const diff = await run(['policy', 'diff', 'before.json', 'after.json', ...known])
      expect(diff.code).toBe(1)
      return diff.stdout
    }
    expect(await against('"default": "deny"', '"default": "allow"')).toMatch(
      /^widens {2}\(any other tool\): Deny → Allow$/m,
    )
    expect(await against('"send"', '"send_*"')).toMatch(/^widens {2}send_\*: Deny → Allow$/m)
    expect(await against('"tools"', '"methods": { "prompts": "allow" }, "tools"')).toMatch(
      /^widens {2}now pass: prompts$/m,
    )
  }, 60_000)

  it('[P1] reads YAML and JSON alike', async () => {
    await file('before.json', POLICY)
    await file('after.yaml', YAML)
    const same = await run(['policy', 'diff', 'before.json', 'after.yaml', '--fail-on-change'])
    expect(same).toMatchObject({ code: 0, stdout: 'Nothing differs.\n' })
    const piped = ['policy', 'diff', 'before.json', '-', '--fail-on-widening']
    expect(await run(piped, YAML.replace('max: 30', 'max: 31'))).toMatchObject({ code: 1 })
  }, 60_000)

  it('ends with 2 for a policy with errors', async () => {
    await file('before.json', POLICY)
    const bad = await run(['policy', 'diff', 'before.json', '-'], '{}')
    expect(bad).toMatchObject({ code: 2, stdout: '' })
    expect(bad.stderr).toContain('-:1:1: error: /version')
    expect(await run(['policy', 'diff', 'before.json'])).toMatchObject({ code: 2, stdout: '' })
  }, 60_000)
})
