import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { deriveBoard } from './board.ts'
import { acceptor, type Filter, isFiltering, type Known, NO_FILTER } from './filter.ts'
import { inOrder, type Order } from './order.ts'

const tool = (name: string, more: Partial<ToolSummary> = {}): ToolSummary => ({
  name,
  category: 'Read',
  severity: 'Low',
  state: 'pinned',
  ...more,
})
const tools = [
  tool('read_stream', { state: 'new' }),
  tool('create_connection', { category: 'Write', severity: 'Medium', state: 'changed' }),
  tool('destroy_connection', { category: 'Destructive', severity: 'Critical' }),
  tool('pay', { category: 'Financial', severity: 'Critical' }),
]
const calls = new Map([
  ['pay', 7],
  ['create_connection', 900],
])
const parsed = parsePolicyText(
  '{"version":"1","default":"deny","tools":{"pay":{},"*_connection":{},"lost":{}}}',
)
if (!parsed.ok) throw new Error(parsed.issues[0].message)
const { cards } = deriveBoard(parsed.value.policy, tools, null)

function left(filter: Partial<Filter>, known: Partial<Known> = {}): string[] {
  const whole: Known = {
    edited: new Set(),
    calls,
    descriptionOf: (name) => (name === 'pay' ? 'Moves money' : ''),
    ...known,
  }
  const accepts = acceptor({ ...NO_FILTER, ...filter }, whole)
  return [...cards.values()].filter(accepts).map((card) => card.name)
}

describe('the filter', () => {
  it('finds all words of a query in names and descriptions, in any case', () => {
    expect(left({ query: 'CONN create' })).toEqual(['create_connection'])
    expect(left({ query: 'money' })).toEqual(['pay'])
    expect(left({ query: 'money' }, { descriptionOf: null })).toEqual([])
    expect(left({ query: 'conn nothing' })).toEqual([])
  })

  it('narrows by risk and category, which a pattern has none of', () => {
    expect(left({ severities: ['Critical'] })).toEqual(['destroy_connection', 'pay'])
    expect(left({ severities: ['Critical'], categories: ['Financial'] })).toEqual(['pay'])
    expect(left({})).toContain('*_connection')
  })

  it('takes one mark of a group as enough and asks for one of each group', () => {
    expect(left({ marks: ['new', 'changed', 'gone'] })).toEqual(['read_stream', 'create_connection', 'lost'])
    expect(left({ marks: ['new', 'changed', 'ruled'] })).toEqual(['create_connection'])
    expect(left({ marks: ['default'] })).toEqual(['read_stream'])
    expect(left({ marks: ['edited'] }, { edited: new Set(['pay']) })).toEqual(['pay'])
  })

  it('calls a tool unused only where calls have been counted', () => {
    expect(left({ marks: ['unused'] })).toEqual(['read_stream', 'destroy_connection', 'lost'])
    expect(left({ marks: ['unused'] }, { calls: null })).toEqual([])
  })

  it('is none while nothing is asked', () => {
    expect(isFiltering({ ...NO_FILTER, query: '  ' })).toBe(false)
    expect(isFiltering({ ...NO_FILTER, marks: ['unused'] })).toBe(true)
  })
})

describe('inOrder', () => {
  const order = (by: Order['by'], reversed = false) =>
    inOrder(tools, { by, reversed }, calls).map(({ name }) => name[0])

  it('puts the worst, the busiest, the newest first, and equal ones by name', () => {
    expect(order('severity')).toEqual(['d', 'p', 'c', 'r'])
    expect(order('calls')).toEqual(['c', 'p', 'd', 'r'])
    expect(order('state')).toEqual(['r', 'c', 'd', 'p'])
    expect(order('name')).toEqual(['c', 'd', 'p', 'r'])
    expect(order('server')).toEqual(['r', 'c', 'd', 'p'])
  })

  it('turns the order but not what ties are broken by', () => {
    expect(order('severity', true)).toEqual(['r', 'c', 'd', 'p'])
    expect(order('calls', true)).toEqual(['d', 'r', 'p', 'c'])
    expect(order('server', true)).toEqual(['p', 'd', 'c', 'r'])
    expect(order('lane', true)).toEqual(order('lane'))
  })
})
