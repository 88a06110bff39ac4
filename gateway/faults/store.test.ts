// Whatever the store does with a statement: what it did not surely admit and record does not go up.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../testing/harness.ts'
import { answerWithoutSession, KINDS } from './testing/kinds.ts'
import { report } from './testing/report.ts'
import './testing/store.ts'
import { sweep } from './testing/sweep.ts'
import { STORE_FAULTS } from './testing/way.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
  gate.upstream.script = answerWithoutSession
})
afterAll(() => gate.close())

describe('[P2] with any statement of its own failing', () => {
  for (const kind of KINDS)
    for (const fault of STORE_FAULTS)
      it(`${kind.name}: ${fault}`, async () => {
        const swept = await sweep(gate, kind, fault)
        report(swept)
        expect(swept.wrong).toEqual([])
        expect(swept.sites.length).toBeGreaterThan(0)
      }, 300_000)
})
