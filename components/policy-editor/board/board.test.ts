import { describe, expect, it } from 'vitest'
import { edit, type Policy, parsePolicyText, recommendedPolicy } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { countCards, deriveBoard, filterLanes, isGhost, isPattern, patternOf } from './board.ts'

const tool = (name: string, more: Partial<ToolSummary> = {}): ToolSummary => ({
  name,
  category: 'Read',
  severity: 'Low',
  state: 'pinned',
  ...more,
})
const tools = [
  tool('read_stream'),
  tool('create_connection', { category: 'Write', severity: 'Medium' }),
  tool('destroy_connection', { category: 'Destructive', severity: 'Critical' }),
  tool('pay', { category: 'Financial', severity: 'Critical' }),
]

function policyOf(text: string): Policy {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value.policy
}
const document = (members: string) => `{"version":"1","default":"deny",${members}}`
const names = (cards: readonly { name: string }[]) => cards.map((card) => card.name)

describe('deriveBoard', () => {
  it('lays the recommended policy out by category', () => {
    const { lanes } = deriveBoard(policyOf(recommendedPolicy(tools)), tools, null)
    expect(names(lanes.allow)).toEqual(['read_stream'])
    expect(names(lanes.limit)).toEqual(['create_connection'])
    expect(lanes.limit[0]?.placement.summary).toBe('30 per minute')
    expect(names(lanes.approve)).toEqual(['pay'])
    expect(names(lanes.deny)).toEqual([])
    expect(names(lanes.hide)).toEqual(['destroy_connection'])
  })

  it('shows what no entry names by default, and what the server does not have as a ghost', () => {
    const policy = policyOf(document('"hide":["lost"],"tools":{"old":{}}'))
    const { lanes, cards } = deriveBoard(policy, tools, null)
    expect(cards.get('pay')?.placement).toMatchObject({ lane: 'deny', byDefault: true })
    expect(names(lanes.allow)).toEqual(['old'])
    expect(names(lanes.hide)).toEqual(['lost'])
    expect([...cards.values()].filter(isGhost).map((card) => card.name)).toEqual(['lost', 'old'])
  })

  it('shows a tool that left only where the policy names it', () => {
    const left = [tool('left', { state: 'gone' }), tool('left_too', { state: 'gone' })]
    const policy = policyOf(document('"tools":{"left":{},"left_*":{}}'))
    const { cards } = deriveBoard(policy, left, null)
    expect([...cards.keys()]).toEqual(['left_*', 'left'])
    expect(cards.get('left_*')?.governs).toBe(0)
  })

  it('keeps every card and lane that a move does not touch', () => {
    const text = recommendedPolicy(tools)
    const before = deriveBoard(policyOf(text), tools, null)
    const moved = edit(text, { type: 'move', tools: ['read_stream'], to: 'deny' })
    const after = deriveBoard(policyOf(moved.text), tools, before)
    expect(after.lanes.limit).toBe(before.lanes.limit)
    expect(after.lanes.hide).toBe(before.lanes.hide)
    expect(after.cards.get('pay')).toBe(before.cards.get('pay'))
    expect(after.cards.get('read_stream')).not.toBe(before.cards.get('read_stream'))
    expect(countCards(after.lanes)).toBe(tools.length)
  })
})

describe('[M3] pattern cards', () => {
  const text = document('"hide":["destroy_*"],"tools":{"*_connection":{"rate_limit":"5/day"},"pay":{}}')
  const board = deriveBoard(policyOf(text), tools, null)

  it('stand first in the lane of their rule and say how many tools they decide for', () => {
    expect(names(board.lanes.limit)).toEqual(['*_connection', 'create_connection'])
    expect(names(board.lanes.hide)).toEqual(['destroy_*', 'destroy_connection'])
    const patterns = [...board.cards.values()].filter(isPattern)
    // destroy_connection matches both, and what hides a tool decides for it.
    expect(patterns.map(({ name, governs }) => [name, governs])).toEqual([
      ['*_connection', 1],
      ['destroy_*', 1],
    ])
    expect(patterns.some(isGhost)).toBe(false)
  })

  it('mark the cards that they decide for, and no other', () => {
    expect([...board.cards.values()].map((card) => [card.name, patternOf(card)])).toContainEqual([
      'create_connection',
      '*_connection',
    ])
    for (const name of ['pay', 'read_stream', '*_connection'])
      expect(patternOf(board.cards.get(name) ?? expect.fail())).toBeNull()
  })

  it('[M4] lose a tool that is moved by itself, and take their tools along when they are moved', () => {
    const alone = edit(text, { type: 'move', tools: ['create_connection'], to: 'allow' })
    const after = deriveBoard(policyOf(alone.text), tools, board)
    expect(after.cards.get('*_connection')?.governs).toBe(0)
    expect(patternOf(after.cards.get('create_connection') ?? expect.fail())).toBeNull()

    const together = edit(text, { type: 'move', tools: ['*_connection'], to: 'deny' })
    const { lanes, cards } = deriveBoard(policyOf(together.text), tools, board)
    expect(names(lanes.deny)).toEqual(['*_connection', 'read_stream', 'create_connection'])
    expect(cards.get('create_connection')?.placement.entry).toBe('*_connection')
  })

  it('never hide a tool whose own name holds a star', () => {
    const odd = [tool('a*b')]
    const { cards } = deriveBoard(policyOf(document('"tools":{"a*b":{}}')), odd, null)
    expect([...cards.values()]).toMatchObject([{ name: 'a*b', tool: odd[0], governs: null }])
  })
})

describe('filterLanes', () => {
  it('gives the same lanes back where nothing is hidden', () => {
    const board = deriveBoard(policyOf(recommendedPolicy(tools)), tools, null)
    expect(filterLanes(board.lanes, () => true, board.lanes).allow).toBe(board.lanes.allow)
  })
})
