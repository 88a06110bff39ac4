import { describe, expect, it } from 'vitest'
import { edit, parsePolicyText, recommendedPolicy } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { countCards, deriveBoard, filterLanes, isGhost } from './board.ts'
import { acceptor, inOrder, NO_FILTER } from './filter.ts'

const tool = (name: string, more: Partial<EditorTool> = {}): EditorTool => ({
  name,
  description: `Does ${name}`,
  inputSchema: {},
  category: 'Read',
  severity: 'Low',
  evidence: [],
  state: 'pinned',
  ...more,
})
const tools = [
  tool('read_stream'),
  tool('create_connection', { category: 'Write', severity: 'Medium' }),
  tool('destroy_connection', { category: 'Destructive', severity: 'Critical' }),
  tool('pay', { category: 'Financial', severity: 'Critical' }),
]

function policyOf(text: string) {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value.policy
}
const names = (cards: readonly { name: string }[]) => cards.map((card) => card.name)

describe('deriveBoard', () => {
  it('lays the recommended policy out by category', () => {
    const { lanes } = deriveBoard(policyOf(recommendedPolicy(tools)), tools, null)
    expect(names(lanes.allow)).toEqual(['read_stream'])
    expect(names(lanes.limit)).toEqual(['create_connection'])
    expect(lanes.limit[0]?.placement.summary).toBe('30 per minute')
    expect(names(lanes.deny)).toEqual(['pay'])
    expect(names(lanes.hide)).toEqual(['destroy_connection'])
  })

  it('shows what no entry names by default, and what the server does not have as a ghost', () => {
    const policy = policyOf(
      '{"version":"1","default":"deny","hide":["gone_*","lost"],"tools":{"old":{},"get_*":{}}}',
    )
    const { lanes, cards } = deriveBoard(policy, tools, null)
    expect(cards.get('pay')?.placement).toMatchObject({ lane: 'deny', byDefault: true })
    expect(names(lanes.allow)).toEqual(['old'])
    expect(names(lanes.hide)).toEqual(['lost'])
    expect([...cards.values()].filter(isGhost).map((card) => card.name)).toEqual(['lost', 'old'])
    expect(cards.has('get_*')).toBe(false)
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

describe('the filter', () => {
  const board = deriveBoard(policyOf(recommendedPolicy(tools)), tools, null)
  const left = (filter: Partial<typeof NO_FILTER>, edited: string[] = []) =>
    Object.values(filterLanes(board.lanes, acceptor({ ...NO_FILTER, ...filter }, new Set(edited)), null))
      .flat()
      .map((card) => card.name)
      .sort()

  it('finds all words of a query in names and descriptions, in any case', () => {
    expect(left({ query: 'CONN does' })).toEqual(['create_connection', 'destroy_connection'])
    expect(left({ query: 'conn nothing' })).toEqual([])
  })

  it('narrows by severity, category, and what differs from the published version', () => {
    expect(left({ severities: ['Critical'] })).toEqual(['destroy_connection', 'pay'])
    expect(left({ severities: ['Critical'], categories: ['Financial'] })).toEqual(['pay'])
    expect(left({ only: 'edited' }, ['pay'])).toEqual(['pay'])
    expect(left({ only: 'default' })).toEqual([])
  })

  it('gives the same lanes back where nothing is hidden', () => {
    const lanes = filterLanes(board.lanes, () => true, board.lanes)
    expect(lanes.allow).toBe(board.lanes.allow)
  })

  it('orders cards by severity, worst first, then by name', () => {
    expect(names(inOrder(tools, 'severity'))).toEqual([
      'destroy_connection',
      'pay',
      'create_connection',
      'read_stream',
    ])
    expect(inOrder(tools, 'server')).toBe(tools)
  })
})
