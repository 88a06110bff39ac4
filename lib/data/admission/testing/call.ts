import { newId } from '#lib/id.ts'
import type { Decision, Draw } from '#lib/policy/index.ts'
import type { DecidedCall } from '../admit.ts'
import type { Facts } from '../facts.ts'

/** A draw of 1 from a counter of 30 a minute, unless said otherwise. */
export function drawOf(partial: Partial<Draw> = {}): Draw {
  return {
    rule: '/tools/create/limits/rate',
    counter: 'rate',
    scope: 'grant',
    window: 'day',
    algorithm: 'fixed',
    max: '30',
    amount: '1',
    ...partial,
  }
}

export function allow(...draws: Draw[]): Decision {
  return { effect: 'allow', rule: '', reason: 'allowed', message: '', draws, approval: null, holds: null }
}

export function callOf(facts: Facts, decision: Decision, partial: Partial<DecidedCall> = {}): DecidedCall {
  return {
    id: newId('call', facts.organisationId),
    facts,
    decision,
    method: 'tools/call',
    tool: facts.tool?.name ?? '',
    session: null,
    argumentNames: ['path'],
    detail: { client: 'test' },
    ...partial,
  }
}
