import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Proof, proofOf, tableOf, withTable } from './proof.ts'
import { resultOf } from './result.ts'

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const about = { commit: 'abc', command: 'npm run prove', seed: 1, seconds: 2, postgres: '18' }

describe('the proof', () => {
  it('shows in docs/proof.md what docs/proof.json says', () => {
    const proof = JSON.parse(read('proof.json')) as Proof
    expect(read('proof.md')).toBe(withTable(read('proof.md'), proof))
  })

  it('says that every figure is zero', () => {
    const { experiments } = JSON.parse(read('proof.json')) as Proof
    expect(experiments.length).toBeGreaterThanOrEqual(4)
    for (const { failures, counted, n, bound } of experiments) {
      expect(failures).toBe(0)
      expect(Object.values(counted).every((count) => count === 0)).toBe(true)
      expect(bound).toBeCloseTo(3 / n)
    }
  })

  it('adds up what failed, gives no bound then, and shows it', () => {
    const result = resultOf('Limits', 'A claim.', 1000, { over: 2, under: 1 }, { kills: 3 })
    expect(result.failures).toBe(3)
    const proof = proofOf(about, [result])
    expect(proof.experiments[0]?.bound).toBeNull()
    expect(tableOf(proof)).toContain('| Limits | 1,000 | 3 | – |')
  })
})
