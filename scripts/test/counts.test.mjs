import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countPlaywright, countVitest, sum } from './counts.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-counts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(content) {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

describe('the closing line', () => {
  it('adds the runners up', () => {
    const skipped = [{ name: 'a › b', reason: 'the labels are not beside this tree' }]
    const failures = [{ file: 'c', name: 'd', message: 'expected 1 to be 2' }]
    const unit = countVitest(report({ passed: 5, failed: 1, failures, skipped }), 1)
    const specs = [
      { file: 'page.spec.ts', title: 'works', ok: true, tests: [] },
      {
        file: 'page.spec.ts',
        title: 'shows it',
        ok: false,
        tests: [{ results: [{ error: { message: 'not visible' } }] }],
      },
    ]
    const browser = countPlaywright(
      report({
        stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 1 },
        suites: [{ suites: [{ specs }] }],
      }),
      1,
    )
    expect(sum([unit, browser])).toEqual({ passed: 8, failed: 2, skipped: 2 })
    expect(unit.reasons).toEqual(skipped)
    expect([...unit.failures, ...browser.failures]).toEqual([
      ...failures,
      { file: 'page.spec.ts', name: 'shows it', message: 'not visible' },
    ])
  })

  it('never says 0 failed of a runner that ended badly, or wrote no report', () => {
    expect(countVitest(report({ passed: 5, failed: 0, failures: [], skipped: [] }), 1).failed).toBe(1)
    expect(countVitest(join(folder, 'missing.json'), 0).failed).toBe(1)
    expect(countPlaywright(join(folder, 'missing.json'), null).failed).toBe(1)
  })
})
