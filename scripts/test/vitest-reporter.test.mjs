import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-reporter-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the report of a run', () => {
  it('counts tests, files that do not load and errors outside of tests, names them, and says why one was skipped', () => {
    write('good.test.mjs', `it('a', () => {}); it('b', () => expect(1).toBe(2))`)
    write('skips.test.mjs', `it('c', (context) => context.skip('no such folder'))`)
    write('broken.test.mjs', `throw new Error('does not load')`)
    write(
      'stray.test.mjs',
      `it('d', () => { setTimeout(() => { throw new Error('late') }) ; return new Promise((r) => setTimeout(r, 50)) })`,
    )
    const args = [
      'run',
      '--root',
      folder,
      '--globals',
      '--reporter',
      resolve('scripts/test/vitest-reporter.mjs'),
    ]
    const env = { ...process.env, VITEST_REPORT: join(folder, 'report.json') }
    const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { env })
    expect(status).toBe(1)
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual({
      passed: 2,
      failed: 3,
      failures: [
        { file: 'good.test.mjs', name: 'b', message: 'expected 1 to be 2 // Object.is equality' },
        { file: 'broken.test.mjs', name: '', message: 'does not load' },
        { file: '', name: 'outside of any test', message: 'late' },
      ],
      skipped: [{ name: 'skips.test.mjs › c', reason: 'no such folder' }],
    })
  })
})

function write(name, text) {
  writeFileSync(join(folder, name), text)
}
