// `npm run prove:policy`: the evaluator against the oracle for as many pairs as one likes, with a new seed
// each time. `npm run prove:policy -- 5000000` compares five million; a second number repeats a seed.
import fc from 'fast-check'
import { BRANCHES } from '../lib/policy/testing/branches.ts'
import { agreement, type Comparison } from '../lib/policy/testing/pairs.ts'

const CALLS = 52
const ROUND = 2000

const [pairs = 1_000_000, seed = Date.now() % 0x7fffffff] = process.argv.slice(2).map(Number)
if (!Number.isSafeInteger(pairs) || pairs < 1 || !Number.isSafeInteger(seed)) {
  console.error('Two whole numbers are expected: how many pairs, and from which seed.')
  process.exit(2)
}

const count: Comparison = { pairs: 0, reached: new Map() }
const start = performance.now()
console.log(`Comparing ${pairs} pairs from seed ${seed}.`)
for (let round = 0; count.pairs < pairs; round++) {
  const numRuns = Math.min(ROUND, Math.ceil((pairs - count.pairs) / CALLS))
  const found = fc.check(agreement(CALLS, count), { numRuns, seed: (seed + round) | 0 })
  if (found.failed) {
    console.log(fc.defaultReportMessage(found))
    console.log(`1 difference after ${count.pairs} pairs; round ${round}, seed ${seed + round}.`)
    process.exit(1)
  }
  const seconds = (performance.now() - start) / 1000
  console.log(`${count.pairs} pairs, 0 differences, ${Math.round(count.pairs / seconds)} pairs/s`)
}
const reached = BRANCHES.filter((branch) => count.reached.has(branch)).length
const seconds = ((performance.now() - start) / 1000).toFixed(1)
console.log(
  `${count.pairs} pairs in ${seconds} s: 0 differences; ${reached} of ${BRANCHES.length} branches reached.`,
)
