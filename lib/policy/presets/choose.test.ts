// [R4] What is chosen for one tool: valid, in the lane that was chosen, and what the editor itself would have written.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CALLS_A_MINUTE,
  CATEGORIES,
  chosenDocument,
  edit,
  judgeDocument,
  LANES,
  limitFor,
  parsePolicyText,
  placementOf,
  validatePolicy,
} from '../index.ts'
import { runs } from '../testing/runs.ts'

const EMPTY = '{\n  "version": "1",\n  "default": "deny"\n}\n'
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('__proto__', 'a/b~c', 'no'),
)

describe('[R4] a treatment chosen for one tool', () => {
  it('is valid, and stands in its lane; a name that cannot be said falls to the default', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...CATEGORIES), fc.constantFrom(...LANES), (tool, category, lane) => {
        const { text, document } = chosenDocument({ name: tool, category }, lane, 12)
        const parsed = parsePolicyText(text, 'json')
        if (!parsed.ok) throw new Error(parsed.issues[0].message)
        expect(parsed.value.document).toEqual(document)
        const tools = [{ name: tool, category, severity: 'Low', state: 'pinned', inputSchema: {} } as const]
        const issues = validatePolicy(parsed.value.policy, tools)
        expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
        const place = placementOf(parsed.value.policy, tool)
        expect(place.lane).toBe(tool.includes('*') || !tool.isWellFormed() ? 'deny' : lane)
      }),
      runs(300),
    )
  })

  it.each(LANES)('%s is what a move of the editor makes of an empty policy', (lane) => {
    const limit = { max: 12, window: 'minute' } as const
    const moved = edit(EMPTY, { type: 'move', tools: ['send'], to: lane, limit })
    const policyOf = (text: string) => {
      const parsed = parsePolicyText(text)
      if (!parsed.ok) throw new Error(parsed.issues[0].message)
      return placementOf(parsed.value.policy, 'send')
    }
    const { text } = chosenDocument({ name: 'send', category: 'Other' }, lane, 12)
    // The words for the agent are the presets'; the editor leaves them to a person.
    const { lane: chosen, entry, custom } = policyOf(text)
    expect({ lane: chosen, entry, custom }).toEqual({
      lane: policyOf(moved.text).lane,
      entry: policyOf(moved.text).entry,
      custom: policyOf(moved.text).custom,
    })
    if (lane === 'limit') expect(policyOf(text)).toEqual(policyOf(moved.text))
  })

  it('a limit is whole and within its bounds, and usual where nothing is asked for', () => {
    expect([limitFor('Write'), limitFor('Execute'), limitFor('Read'), limitFor('Other')]).toEqual([
      30, 10, 60, 60,
    ])
    expect([limitFor('Write', 0), limitFor('Write', 7.4), limitFor('Write', 1e9)]).toEqual([
      CALLS_A_MINUTE.least,
      7,
      CALLS_A_MINUTE.most,
    ])
    const { document } = chosenDocument({ name: 'send', category: 'Write' }, 'limit')
    expect(document).toMatchObject({
      tools: {
        send: { limits: [{ counter: 'send_rate', window: 'minute', max: 30, scope: 'grant' }] },
      },
    })
    expect(judgeDocument(chosenDocument({ name: 'send', category: 'Write' }, 'limit')).ok).toBe(true)
  })
})
