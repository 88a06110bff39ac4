import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../edit/command.ts'
import { editDocument } from '../edit/edit.ts'
import { LANES, parsePolicyText } from '../index.ts'
import { type DocumentSource, judgeDocument, readDocument } from './document-source.ts'

const TEXT = `{
  // for the support agents
  "version": "1",
  "default": "deny",
  "hide": ["wipe_*", "old"],
  "all_tools": { "limits": [{ "counter": "all", "window": "day", "max": 1000 }] },
  "tools": {
    "read": {},   // harmless
    "send": { "limits": [{ "counter": "send_rate", "window": "minute", "max": 5 }] },
    "get_*": { "x-note": [1, 2.50, 1e3], "rate_limit": "5/day" },
    "pay": { "action": "deny", "reason": "Ask Ada." }
  }
}
`
const TOOLS = ['read', 'send', 'pay', 'get_one', 'get_*', 'other', 'old', 'wipe_all']

function sourceOf(text: string): DocumentSource {
  const source = readDocument(text)
  if (!source.ok) throw new Error(source.issues[0].message)
  return source.value
}

const tool = fc.constantFrom(...TOOLS)
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant('move' as const),
    tools: fc.uniqueArray(tool, { minLength: 1 }),
    to: fc.constantFrom(...LANES),
  }),
  fc.record({ type: fc.constant('remove-entry' as const), tool }),
  fc.record({
    type: fc.constant('add-limit' as const),
    tool,
    max: fc.nat(50),
    window: fc.constantFrom('hour', 'day'),
  }),
  fc.record({ type: fc.constant('remove-limit' as const), tool, index: fc.nat(1) }),
  fc.record({
    type: fc.constant('set-reason' as const),
    tool,
    reason: fc.constantFrom('', 'No.', 'Ask "Ada"\n'),
  }),
  fc.record({
    type: fc.constant('set-default' as const),
    value: fc.constantFrom('allow' as const, 'deny' as const),
  }),
  fc.record({
    type: fc.constant('set' as const),
    pointer: fc.constantFrom('/tools/read/limits', '/tools/new', '/hide/-'),
    value: fc.constantFrom(null, 5, 'x', []),
  }),
  fc.record({
    type: fc.constant('remove' as const),
    pointer: fc.constantFrom('/hide/0', '/tools/send', '/default'),
  }),
)

describe('the source that an edit leaves', () => {
  it('is what reading the new text would give: its tree, its value, its policy and all that is wrong with it', () => {
    let followed = 0
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        let source = sourceOf(TEXT)
        for (const each of commands) {
          const { text, next } = editDocument(source, each)
          const read = sourceOf(text)
          if (next !== undefined) {
            followed++
            expect(next.text).toBe(text)
            expect(JSON.stringify(next.document)).toBe(JSON.stringify(read.document))
            expect(next.document).toEqual(read.document)
            expect(judgeDocument(next)).toEqual(judgeDocument(read))
            const spans = ({ root }: DocumentSource) => [root.offset, root.length, root.children?.length]
            expect(spans(next)).toEqual(spans(read))
          }
          source = next ?? read
        }
      }),
      { numRuns: 120 },
    )
    expect(followed).toBeGreaterThan(100)
  })

  it('shares every entry that the edit left alone', () => {
    const source = sourceOf(TEXT)
    const before = source.policy()
    const after = editDocument(source, { type: 'move', tools: ['read'], to: 'deny' }).next?.policy()
    if (!before.ok || !after?.ok) throw new Error('both are policies')
    expect(after.value.tools.get('pay')).toBe(before.value.tools.get('pay'))
    expect(after.value.tools.get('read')).not.toBe(before.value.tools.get('read'))
  })

  it('is not told where something else in the text is wrong', () => {
    const twice = TEXT.replace('"read": {}', '"read": {}, "read": {}')
    const result = editDocument(sourceOf(twice), { type: 'set-default', value: 'allow' })
    expect(result.text).not.toBe(twice)
    expect(result.next).toBeUndefined()
  })
})

describe('[L5] limits that clash', () => {
  it('are found also between an entry that was read before and one that is new', () => {
    const source = sourceOf(TEXT)
    expect(source.policy().ok).toBe(true)
    const limit = { type: 'add-limit', tool: 'read', counter: 'send_rate', max: 1, window: 'day' } as const
    const { text, next } = editDocument(source, limit)
    const fresh = parsePolicyText(text)
    expect(fresh).toMatchObject({ ok: false, issues: [{ code: 'limit-clash' }] })
    expect(next && judgeDocument(next)).toEqual(fresh)
  })
})
