import { describe, expect, it } from 'vitest'
import type { CallLine } from '../call-view.ts'
import { cursorAfter, heldText, MOST_ROWS, release, rowsOf, take } from './rows.ts'

function call(n: number, part: Partial<CallLine> = {}): CallLine {
  const names = {
    serverId: 's',
    serverName: 'S',
    grantId: 'g',
    grantLabel: 'G',
    method: 'tools/call',
    tool: 't',
    risk: null,
  }
  const judged = {
    decision: 'allow',
    rule: '',
    reason: 'allowed',
    policyId: null,
    policyVersion: null,
  } as const
  const at = new Date(1_700_000_000_000 + n)
  return {
    id: `call_${n}`,
    at,
    ...names,
    ...judged,
    outcome: 'ok',
    latencyMs: 1,
    repeats: 1,
    lastAt: null,
    ...part,
  }
}
const ids = (calls: readonly CallLine[]) => calls.map(({ id }) => id)

describe('the rows of the live list', () => {
  it('begin with what is new, and keep a row that changed in its place', () => {
    const rows = take(
      rowsOf([call(2), call(1)]),
      [call(4), call(3), call(1, { outcome: 'tool_error' })],
      false,
    )
    expect(ids(rows.shown)).toEqual(['call_4', 'call_3', 'call_2', 'call_1'])
    expect(rows.shown[3]?.outcome).toBe('tool_error')
    // Told again after the connection broke: not doubled.
    expect(ids(take(rows, [call(4), call(3)], false).shown)).toEqual(ids(rows.shown))
  })

  it('stand still while they are held; what is held changes, too, and is shown in order', () => {
    const held = take(
      take(rowsOf([call(1)]), [call(3)], true),
      [call(4), call(3, { repeats: 9 }), call(2)],
      true,
    )
    expect(ids(held.shown)).toEqual(['call_1'])
    expect(heldText(held)).toBe('3 new')
    const shown = release(held)
    expect(ids(shown.shown)).toEqual(['call_4', 'call_3', 'call_2', 'call_1'])
    expect(shown.shown[1]?.repeats).toBe(9)
    expect([...shown.fresh]).toEqual(['call_4', 'call_3', 'call_2'])
  })

  it('take no call that belongs to an older page', () => {
    expect(ids(take(rowsOf([call(9), call(8)]), [call(3)], false).shown)).toEqual(['call_9', 'call_8'])
  })

  it('never grow beyond what a page holds, and the next page begins where they end', () => {
    let rows = rowsOf([call(0)])
    expect(cursorAfter(rows)).toBeNull()
    for (let n = 1; n <= 5 * MOST_ROWS; n++) rows = take(rows, [call(n)], false)
    expect(rows.shown).toHaveLength(MOST_ROWS)
    const last = rows.shown.at(-1)
    const cursor = Buffer.from(cursorAfter(rows) ?? '', 'base64url').toString()
    expect(cursor).toBe(`${new Date((last?.at.getTime() ?? 0) + 1).toISOString()} ${last?.id}`)
    for (let n = 1; n <= 5 * MOST_ROWS; n++) rows = take(rows, [call(10_000 + n)], true)
    expect(rows.held).toHaveLength(MOST_ROWS)
    expect(heldText(rows)).toBe('200+ new')
    expect(release(rows).shown).toHaveLength(MOST_ROWS)
  })
})
