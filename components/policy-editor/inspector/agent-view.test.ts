import { describe, expect, it } from 'vitest'
import { parsePolicyText, placementOf } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { agentViews } from './agent-view.ts'

const tool: EditorTool = {
  name: 'send',
  description: '',
  inputSchema: { type: 'object', properties: { to: { type: 'string' } } },
  category: 'Write',
  severity: 'Medium',
  evidence: [],
  state: 'pinned',
}

function views(entry: string, rest = '', state: EditorTool['state'] = 'pinned') {
  const parsed = parsePolicyText(`{"version":"1","default":"deny"${rest},"tools":{"send":${entry}}}`)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  const { policy } = parsed.value
  const at = Date.UTC(2026, 0, 1, 12, 0, 30)
  return agentViews(policy, 'send', { ...tool, state }, placementOf(policy, 'send'), at)
}

describe('agentViews', () => {
  it('[E11] quotes the reason of a denial word for word', () => {
    expect(views('{"action":"deny","reason":"Ask the platform team."}')).toEqual([
      { when: 'Every call answers', text: '[POLICY DENIED] Ask the platform team.' },
    ])
  })

  it('[L8] says what the agent reads when a limit is reached, with its reset time', () => {
    const [limit, rest] = views('{"rate_limit":"30/minute"}')
    expect(limit?.text).toContain('30 per minute')
    expect(limit?.text).toContain('2026-01-01T12:01:00.000Z')
    expect(rest?.text).toBeNull()
  })

  it('[E10] shows a hidden tool as unknown, and an allowed one as the server’s own answer', () => {
    expect(views('{}', ',"hide":["send"]')[0]?.text).toBe('Unknown tool: send')
    expect(views('{}')).toEqual([{ when: 'Every call', text: null }])
  })

  it('[D2] shows that a changed definition is refused whatever the lane is', () => {
    expect(views('{}', '', 'changed')[0]?.text).toMatch(/^\[POLICY DENIED\] .*changed/)
  })

  it('shows what a condition answers beside what a limit does', () => {
    const rule = '"require":[{"conditions":[{"path":"args.to","op":"eq","value":"a"}],"on_deny":"Only a."}]'
    const [condition, limit, rest] = views(`{${rule},"rate_limit":"5/day"}`)
    expect(condition?.text).toBe('[POLICY DENIED] Only a.')
    expect(limit?.text).toContain('allows 5 per day')
    expect(rest?.text).toBeNull()
  })

  it('[E8] tells an approval apart from a condition that refuses before it', () => {
    const always = '{"require_approval":{"reason":"Ask Ada."},"limits":[]}'
    expect(views(always)).toEqual([
      { when: 'Until a person has approved the call', text: '[POLICY DENIED] Ask Ada.' },
    ])
    const when =
      '{"require_approval":{"conditions":[{"path":"args.to","op":"eq","value":"x"}],"reason":"Ask Ada."},"require":[{"conditions":[{"path":"args.to","op":"exists"}],"on_deny":"Say to whom."}]}'
    expect(views(when)).toEqual([
      {
        when: 'A call that a condition refuses, such as one without arguments',
        text: '[POLICY DENIED] Say to whom.',
      },
      { when: 'A call that a person has to approve', text: '[POLICY DENIED] Ask Ada.' },
      { when: 'Every other call', text: null },
    ])
  })
})
