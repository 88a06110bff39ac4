// What docs/performance.md shows is what docs/performance.json holds.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ratioFor, recorded, tableOf, withTable } from '../bench/gateway/results.ts'

const document = readFileSync(new URL('./performance.md', import.meta.url), 'utf8')

it('the document shows the table of the data, figure by figure', () => {
  expect(document).toBe(withTable(document, recorded()))
  expect(document).toContain(tableOf(recorded()))
})

it('the data are of a run that forgot nothing', () => {
  const { tally, played } = recorded()
  expect(tally).toMatchObject({ admitted: tally.records, counted: tally.records, open: 0 })
  expect(played.map(({ name }) => name)).toContain('calls-64')
})

it('a machine is held against the ratio of its own kind, and an unknown one against the least', () => {
  const spread = (median: number) => ({ min: median, median, max: median })
  const data = { ...recorded(), quickRatios: { swift: spread(0.4), slow: spread(0.2) } }
  expect([ratioFor('swift', data), ratioFor('slow', data), ratioFor('another', data)]).toEqual([
    0.4, 0.2, 0.2,
  ])
  expect(recorded().quickRatios[recorded().machine.model]).toEqual(recorded().quickRatio)
})
