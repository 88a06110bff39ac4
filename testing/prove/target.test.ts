import { describe, expect, it } from 'vitest'
import type { Kind } from './client.ts'
import { change, judge, newTarget, type Target, type Told } from './target.ts'

const asked = { serverId: 's', token: 't', tool: 'free' }
const told = (target: Target, call: number, kind: Kind, startedAt: number, endedAt: number): Told => ({
  target,
  call,
  kind,
  startedAt,
  endedAt,
})
function history(): Target {
  const target = newTarget('publish', asked)
  target.phases.splice(
    0,
    1,
    { allowed: true, from: 0, until: 100 },
    { allowed: false, from: 110, until: 200 },
  )
  return target
}

describe('judging a history', () => {
  it('[P3] counts what started after "saved" and was admitted, whatever its client was told', () => {
    const target = history()
    const none = new Set<number>()
    expect(judge([told(target, 1, 'denied', 111, 112)], none)).toMatchObject({
      refusable: 1,
      admittedAfterNo: 0,
    })
    expect(judge([told(target, 1, 'answered', 111, 112)], none)).toMatchObject({ admittedAfterNo: 1 })
    expect(judge([told(target, 1, 'lost', 111, 112)], new Set([1]))).toMatchObject({ admittedAfterNo: 1 })
  })

  it('leaves out what started before its author was told', () => {
    const target = history()
    const during = told(target, 1, 'answered', 105, 150)
    expect(judge([during], new Set([1]))).toEqual({
      refusable: 0,
      admittedAfterNo: 0,
      admissible: 0,
      refusedAfterYes: 0,
    })
  })

  it('counts what was refused although its author was told yes', () => {
    const target = history()
    expect(judge([told(target, 1, 'denied', 50, 60)], new Set())).toMatchObject({
      admissible: 1,
      refusedAfterYes: 1,
    })
    expect(judge([told(target, 1, 'denied', 50, 101)], new Set())).toMatchObject({ admissible: 0 })
  })

  it('lets what was refused end before it is allowed again', async () => {
    const target = newTarget('publish', asked)
    await change(target, false, async () => {})
    target.underWay = 1
    let isAllowed = false
    const allowing = change(target, true, async () => {
      isAllowed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([target.isHeld, isAllowed]).toEqual([true, false])
    target.underWay = 0
    await allowing
    expect([target.isHeld, isAllowed]).toEqual([false, true])
  })
})
