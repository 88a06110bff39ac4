import { describe, expect, it } from 'vitest'
import { withOnceMore } from './once-more.mjs'

const good = { passed: 5, failed: 0, skipped: 0, failures: [] }
const failing = (...files) => ({
  passed: 5,
  failed: files.length,
  skipped: 0,
  failures: files.map((file) => ({ file, name: 'x', message: 'no' })),
})

async function outcome(...results) {
  const asked = []
  const run = async (files) => {
    asked.push(files)
    return results[asked.length - 1]
  }
  return { result: await withOnceMore(run, () => {}), asked }
}

describe('a failed test', () => {
  it('is run once more with its file, and named where it passes then', async () => {
    const first = failing('a.test.ts', 'a.test.ts', 'b.test.ts')
    const { result, asked } = await outcome(first, { ...good, passed: 9 })
    expect(asked).toEqual([[], ['a.test.ts', 'b.test.ts']])
    expect(result).toEqual({ passed: 8, failed: 0, skipped: 0, failures: [], unsteady: first.failures })
  })

  it('is a failure where it fails again, or where nothing ran again', async () => {
    const first = failing('a.test.ts')
    expect((await outcome(first, failing('a.test.ts'))).result).toEqual(first)
    expect((await outcome(first, { ...good, passed: 0 })).result).toEqual(first)
  })

  it.each([
    ['there is none', good],
    ['many files have one', failing('a', 'b', 'c', 'd')],
    ['it has no file', failing('a', '')],
    ['the runner itself failed', { ...good, failed: 1 }],
  ])('is not run again where %s', async (_, first) => {
    expect(await outcome(first)).toEqual({ result: first, asked: [[]] })
  })
})
