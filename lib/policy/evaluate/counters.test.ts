// The counters in memory are held to those of admission in lib/data/admission/counters.test.ts; what that
// comparison found by chance stands here.
import { expect, it } from 'vitest'
import type { Draw } from '../decision.ts'
import { drawFrom, newCounters } from './counters.ts'

const sliding = (max: string, amount: string): Draw => ({
  rule: '/tools/pay/limits/paid',
  counter: 'paid',
  scope: 'grant',
  window: 'minute',
  algorithm: 'sliding',
  max,
  amount,
})
const counted = { grant: 'g', user: 'u', session: 's', server: 'v', tool: 't', organisation: 'o' }

it('[L2] a call that took nothing frees nothing: a sliding limit does not reset when it leaves the window', () => {
  const counters = newCounters()
  expect(drawFrom(counters, [sliding('2', '0')], counted, 0)).toMatchObject({ ok: true })
  expect(drawFrom(counters, [sliding('0', '0')], counted, 30_000)).toMatchObject({
    ok: false,
    resetAt: 90_001,
  })
})
