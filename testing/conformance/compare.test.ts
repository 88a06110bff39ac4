import { describe, expect, it } from 'vitest'
import { compareFindings, judge } from './compare.ts'
import type { Check, Findings } from './run.ts'

const check = (id: string, more: Partial<Check> = {}): Check => ({ id, name: id, status: 'SUCCESS', ...more })
const run = (...checks: Check[]): Findings => new Map([['tools-list', checks]])
const told = (direct: Findings, through: Findings) =>
  compareFindings(direct, through).map((each) => `${each.scenario} ${each.check}`)

describe('two runs of a suite', () => {
  it('are equal where only ids, times, key order and the words of a refusal differ', () => {
    const uuid = '9b6a65f2-912e-489d-8d54-18af352fbb7'
    const details = (end: string) => ({
      sessionId: end,
      statusCode: 403,
      body: { end },
      response: end === 'a' ? { id: 1, result: {} } : { result: {}, id: 1 },
      error: { code: -32020, message: end },
      data: `{"lastEventId":"${uuid}${end}_1","ok":true}`,
    })
    const one = (end: string) => run(check('a', { details: details(end) }))
    expect(told(one('a'), one('b'))).toEqual([])
  })

  it.each([
    ['another status', run(check('a', { status: 'WARNING' })), ['tools-list a']],
    ['another message', run(check('a', { errorMessage: 'no' })), ['tools-list a']],
    ['another detail', run(check('a', { details: { tools: ['b'] } })), ['tools-list a']],
    ['another code', run(check('a', { details: { error: { code: 1, message: '' } } })), ['tools-list a']],
    ['a check more', run(check('a'), check('b')), ['tools-list b']],
    ['the same check once more', run(check('a'), check('a')), ['tools-list a#2']],
    ['a check less', run(), ['tools-list a']],
    ['no such scenario', new Map(), ['tools-list a']],
  ])('differ by %s', (_, through, expected) => {
    expect(told(run(check('a')), through)).toEqual(expected)
    expect(told(through, run(check('a')))).toEqual(expected)
  })

  it('differ by order alone where checks of one id have changed places', () => {
    const ordered = run(check('a', { name: 'first' }), check('a', { name: 'second' }))
    const swapped = run(check('a', { name: 'second' }), check('a', { name: 'first' }))
    expect(told(ordered, swapped)).toEqual(['tools-list a', 'tools-list a#2'])
  })
})

describe('an exception', () => {
  const differences = compareFindings(run(check('a')), run(check('a', { status: 'FAILURE' })))
  const exception = { suite: 's', scenario: 'tools-list', check: 'a', why: 'known' }

  it('allows its own difference and no other', () => {
    expect(judge('s', differences, [exception])).toEqual({ unexpected: [], stale: [] })
    expect(judge('s', differences, [{ ...exception, check: 'b' }]).unexpected).toEqual(differences)
    expect(judge('other', differences, [exception]).unexpected).toEqual(differences)
  })

  it('that allows nothing any more is stale', () => {
    expect(judge('s', [], [exception]).stale).toEqual([exception])
    expect(judge('other', [], [exception]).stale).toEqual([])
  })
})
