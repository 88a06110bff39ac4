// The evaluator against the oracle, on random documents and calls. `npm run prove:policy` goes on for
// as long as one likes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from './index.ts'
import { toolCall } from './testing/arbitraries.ts'
import { rarelyReached, unnamed } from './testing/branches.ts'
import { oracle } from './testing/oracle.ts'
import { agreement, type Comparison } from './testing/pairs.ts'
import { runs } from './testing/runs.ts'

const DOCUMENTS = 2000
const CALLS = 52

describe('evaluate agrees with the oracle', () => {
  it('[C][E][L][M][N1][P4] on 100,000 pairs of random documents and calls', () => {
    const count: Comparison = { pairs: 0, reached: new Map() }
    const { numRuns, ...seed } = runs(DOCUMENTS)
    fc.assert(agreement(CALLS, count), { numRuns, ...seed })
    expect(count.pairs).toBe(numRuns * CALLS)
    expect(unnamed(count.reached)).toEqual([])
    if (numRuns < DOCUMENTS) return
    expect(count.pairs).toBeGreaterThanOrEqual(100_000)
    expect(rarelyReached(count.reached, 3)).toEqual([])
  }, 300_000)

  it('[E1] without a policy', () => {
    fc.assert(
      fc.property(toolCall, (call) => {
        expect(evaluate(null, call)).toMatchObject({ effect: 'deny', rule: oracle(null, call).rule })
      }),
      runs(500),
    )
  })
})
