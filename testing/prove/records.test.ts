import { describe, expect, it } from 'vitest'
import { type AdmittedRecord, joinRecords } from './records.ts'
import { readJournal } from './upstream.ts'

const record = (call: number, at: number): AdmittedRecord => ({
  id: `call_${call}`,
  call,
  at: at * 1000,
  outcome: 'ok',
})
const [first, second] = readJournal('1 5000 free  recorded\n2 5001 amount_day 0.75 \n')
const seen = first && second ? [first, second] : []

describe('the journal', () => {
  it('says which call came when, what it took, and whether its record was looked up', () => {
    expect(first).toEqual({ call: 1, at: 5000, tool: 'free', amount: 100, wasRecorded: true })
    expect(second).toEqual({ call: 2, at: 5001, tool: 'amount_day', amount: 75, wasRecorded: null })
    expect(() => readJournal('half a li')).toThrow('not a line')
  })
})

describe('joining the journal with the record', () => {
  it('finds a call without a row, with two, that came twice, or whose row is younger', () => {
    const rows = [record(1, 4999), record(2, 5001)]
    expect(joinRecords(seen, rows)).toEqual({ missing: 0, double: 0, late: 0 })
    expect(joinRecords(seen, rows.slice(1))).toMatchObject({ missing: 1 })
    expect(joinRecords(seen, [...rows, record(2, 5001)])).toMatchObject({ double: 1 })
    expect(joinRecords([...seen, ...seen.slice(0, 1)], rows)).toMatchObject({ double: 1 })
    expect(joinRecords(seen, [record(1, 4999), record(2, 5002)])).toMatchObject({ late: 1 })
  })
})
