import { describe, expect, it } from 'vitest'
import type { LiveAttempt } from '#lib/live/index.ts'
import { clientTitle, diagnose, mergeAttempts, PROBLEMS, problemWords } from './index.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
function attempt(stage: LiveAttempt['stage'], minute: number, part: Partial<LiveAttempt> = {}): LiveAttempt {
  const lastAt = at(minute)
  return {
    id: `${stage} ${part.code ?? ''}`,
    serverId: 'srv',
    grantId: 'grt',
    stage,
    code: '',
    client: 'claude-code',
    times: 1,
    firstAt: lastAt,
    lastAt,
    ...part,
  }
}
const refused = (code: string, minute: number) => attempt('refused', minute, { code })
const call = (minute: number) => ({ at: at(minute), tool: 'echo', decision: 'allow' })
const done = (attempts: LiveAttempt[], calls: ReturnType<typeof call>[] = []) =>
  diagnose(attempts, calls).steps.map(({ isDone }) => isDone)

describe('the doctor', () => {
  it('says how far clients have come, and takes a listing or a call for a connection', () => {
    expect(done([])).toEqual([false, false, false])
    expect(done([attempt('connected', 1)])).toEqual([true, false, false])
    expect(done([attempt('listed', 1)])).toEqual([true, true, false])
    expect(done([], [call(1)])).toEqual([true, false, true])
    expect(
      diagnose([attempt('connected', 1), attempt('connected', 2, { client: 'codex' })], []),
    ).toMatchObject({ steps: [{ client: 'codex', at: at(2) }, {}, {}] })
  })

  it('names what keeps a client out until one comes in after it', () => {
    const wrong = [refused('no-token', 1), refused('wrong-path', 3)]
    expect(diagnose(wrong, []).problem?.code).toBe('wrong-path')
    expect(diagnose([...wrong, attempt('connected', 2)], []).problem?.code).toBe('wrong-path')
    expect(diagnose([...wrong, attempt('connected', 4)], []).problem).toBeNull()
    expect(diagnose(wrong, [call(4)]).problem).toBeNull()
    expect(diagnose([...wrong, attempt('listed', 4), refused('grant-expired', 5)], []).problem?.code).toBe(
      'grant-expired',
    )
  })

  it('does not take for a problem what every client tries on its way in', () => {
    for (const code of ['old-transport', 'oauth-attempted']) {
      expect(diagnose([refused(code, 1)], []).problem?.code).toBe(code)
      expect(diagnose([attempt('connected', 1), refused(code, 2)], []).problem).toBeNull()
      expect(diagnose([attempt('connected', 1), refused(code, 20)], []).problem?.code).toBe(code)
    }
  })

  it('has a sentence and a cure for each problem, and for those of a release to come', () => {
    for (const { what, cure } of Object.values(PROBLEMS)) {
      expect(what).toMatch(/^[a-z].*[^.]$/)
      expect(cure).toMatch(/^[A-Z].*\.$/)
    }
    expect(problemWords('of another release')).toBe(PROBLEMS.other)
    expect(problemWords('constructor')).toBe(PROBLEMS.other)
  })

  it('calls clients as people do, and a library nothing', () => {
    const titles = {
      'claude-code': 'Claude Code',
      'codex-mcp-client': 'Codex',
      'Visual Studio Code': 'VS Code',
      'cursor-vscode': 'Cursor',
      node: 'A client',
      'python-httpx': 'A client',
      '': 'A client',
      'my-agent': 'my-agent',
    }
    expect(Object.fromEntries(Object.keys(titles).map((said) => [said, clientTitle(said)]))).toEqual(titles)
  })

  it('keeps one row of an attempt that is told again, newest first', () => {
    const again = { ...refused('no-token', 9), times: 4 }
    const merged = mergeAttempts([refused('no-token', 1), attempt('connected', 2)], [again])
    expect(merged.map(({ stage, times }) => [stage, times])).toEqual([
      ['refused', 4],
      ['connected', 1],
    ])
  })
})
