import { describe, expect, it } from 'vitest'
import { MAX_HOLD_MS, pendingText, stepOfHeldCall } from './held-call.ts'
import { STANDINGS } from './standing.ts'

const connected = { clientIsConnected: true, heldMs: 0 }

describe('[A3] a call that needs approval', () => {
  it('is held while it may be, then answered', () => {
    expect(stepOfHeldCall('waiting', connected)).toBe('hold')
    expect(stepOfHeldCall('waiting', { ...connected, heldMs: MAX_HOLD_MS - 1 })).toBe('hold')
    expect(stepOfHeldCall('waiting', { ...connected, heldMs: MAX_HOLD_MS })).toBe('pending')
    expect(stepOfHeldCall('waiting', { ...connected, heldMs: Number.NaN })).toBe('pending')
  })

  it('runs with a usable approval and with no other', () => {
    for (const standing of STANDINGS)
      expect(stepOfHeldCall(standing, connected) === 'run', standing).toBe(standing === 'usable')
    for (const standing of ['used', 'denied', 'void', 'expired'] as const)
      expect(stepOfHeldCall(standing, connected)).toBe('refuse')
  })

  it('never runs once its client has gone, whatever its approval says', () => {
    for (const standing of STANDINGS)
      expect(stepOfHeldCall(standing, { clientIsConnected: false, heldMs: 0 })).toBe('drop')
  })

  it('is told what happens next', () => {
    const pending = { tool: 'send', approvalUrl: 'https://p.example/approvals/a', expiresAt: new Date(0) }
    expect(pendingText({ ...pending, reason: null })).toBe(
      '[APPROVAL PENDING] A person decides about this call of send at https://p.example/approvals/a until 1970-01-01T00:00:00.000Z; call again with the same arguments after that person has approved it.',
    )
    expect(pendingText({ ...pending, reason: 'Moves money.' })).toMatch(
      /^\[APPROVAL PENDING\] Moves money\. A person/,
    )
  })
})
