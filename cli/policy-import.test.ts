// `policy import`: the document on stdout, its report on stderr, and an exit code that says whether all of it came over.
import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '#lib/policy/index.ts'
import { newFolder } from './testing/run.ts'

describe('policy import', () => {
  const { file, runThere } = newFolder()
  const RULES = 'version: "1"\ndefault: deny\ntools:\n  send:\n    rules:\n    - rate_limit: 5/hour\n'

  it('prints nothing but the document on stdout, and says where each note stands', async () => {
    await file('intercept.yaml', RULES)
    const made = await runThere(['policy', 'import', 'intercept.yaml'])
    expect(made.code).toBe(0)
    expect(parsePolicyText(made.stdout, 'json').ok).toBe(true)
    expect(made.stderr).toContain('intercept.yaml: a policy of Intercept\n')
    expect(made.stderr).toContain('mapped at intercept.yaml:6:7: At most 5 calls per hour')
  }, 60_000)

  it('ends with 1 where something is not supported, and prints the document all the same', async () => {
    const text = `${RULES}    - validate: {required_args: true}\n`
    const closed = await runThere(['policy', 'import', '-', '--json'], text)
    expect(closed.code).toBe(1)
    const { kind, document, report } = JSON.parse(closed.stdout)
    expect([kind, JSON.parse(document).tools.send.deny_if.length]).toEqual(['intercept-yaml', 1])
    expect(report.filter((note: { outcome: string }) => note.outcome === 'not-supported')).toHaveLength(1)
    await file('tools.json', { tools: [{ name: 'send', inputSchema: { required: ['to'] } }] })
    expect(await runThere(['policy', 'import', '-', '--tools', 'tools.json'], text)).toMatchObject({
      code: 0,
    })
  }, 60_000)

  it('ends with 2 for a text that is no policy, with every fault and its place', async () => {
    const broken = await runThere(
      ['policy', 'import', '-'],
      '{\n "tools": {"a": {"rules": 5}}, "default": 7 }',
    )
    expect(broken).toMatchObject({ code: 2, stdout: '' })
    expect(broken.stderr).toContain('-:2:27: error: /tools/a/rules:')
    expect(broken.stderr).toContain('-:2:43: error: /default:')
    expect(await runThere(['policy', 'import', 'none.yaml'])).toMatchObject({ code: 2, stdout: '' })
    expect(await runThere(['policy', 'import'])).toMatchObject({ code: 2, stdout: '' })
  }, 60_000)
})
