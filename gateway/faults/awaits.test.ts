// Whatever fails on the way of a message, and wherever: nothing goes up that was not admitted and
// recorded, the client is told, and the gateway goes on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../testing/harness.ts'
import { answerWithoutSession, KINDS } from './testing/kinds.ts'
import { report } from './testing/report.ts'
import { sweep } from './testing/sweep.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
  gate.upstream.script = answerWithoutSession
})
afterAll(() => gate.close())

describe('[P2] with any await on its way failing', () => {
  for (const kind of KINDS)
    for (const when of ['before', 'after'] as const)
      it(`${kind.name}: ${when} its work`, async () => {
        const swept = await sweep(gate, kind, when)
        report(swept)
        expect(swept.wrong).toEqual([])
        expect(swept.sites.length).toBeGreaterThan(3)
      }, 300_000)
})
