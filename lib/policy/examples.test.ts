import { describe, expect, it } from 'vitest'
import { compilePolicy, evaluate, parsePolicyText } from './index.ts'
import { callOf, policyOf, REAL_DOCUMENTS } from './testing/examples.ts'

const decide = (text: string, tool: string, args: unknown = {}) =>
  evaluate(compilePolicy(policyOf(text)), callOf(tool, args))

describe('real documents work unchanged', () => {
  it('allows what a limit bounds, and draws one from its counter', () => {
    const decision = decide(REAL_DOCUMENTS.limited, 'create_connection')
    expect(decision.effect).toBe('allow')
    expect(decision.draws).toEqual([
      {
        rule: '/tools/create_connection/limits/create_connection_rate',
        counter: 'create_connection_rate',
        scope: 'grant',
        window: 'minute',
        algorithm: 'fixed',
        max: '30',
        amount: '1',
      },
    ])
    expect(decide(REAL_DOCUMENTS.limited, 'read_stream').rule).toBe('(default deny)')
  })

  it('allows what an empty entry names, and nothing else', () => {
    expect(decide(REAL_DOCUMENTS.allowed, 'connection_state')).toMatchObject({ effect: 'allow', draws: [] })
    expect(decide(REAL_DOCUMENTS.allowed, 'connection_stat').effect).toBe('deny')
  })

  it('refuses a refund above the amount with the author’s words, and hides what is hidden', () => {
    expect(decide(REAL_DOCUMENTS.refund, 'create_refund', { amount: 100 }).effect).toBe('allow')
    expect(decide(REAL_DOCUMENTS.refund, 'create_refund', { amount: 100.01 })).toMatchObject({
      effect: 'deny',
      rule: '/tools/create_refund/deny_if/0',
      message: 'Refund exceeds the policy limit.',
    })
    expect(decide(REAL_DOCUMENTS.refund, 'delete_account').rule).toBe('(hidden)')
  })

  it('[P4] reads the shorthands as what they stand for', () => {
    expect(decide(REAL_DOCUMENTS.shorthands, 'create_connection').draws).toMatchObject([
      { counter: 'create_connection_rate', window: 60, max: '10', scope: 'grant' },
    ])
    expect(decide(REAL_DOCUMENTS.shorthands, 'destroy_connection')).toMatchObject({
      effect: 'deny',
      rule: '/tools/destroy_connection/deny_if/0',
      message: 'Ask the platform team.',
    })
  })

  it('[P1] keeps the document as it was written in its canonical form', () => {
    const parsed = parsePolicyText(REAL_DOCUMENTS.allowed)
    expect(parsed.ok && parsed.value.canonical).toBe(
      '{"default":"deny","tools":{"connection_state":{}},"version":"1"}',
    )
  })
})
