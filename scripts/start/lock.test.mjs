import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './lock.mjs'

const NO_SUCH_PROCESS = 2 ** 22 + 1
let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the lock of a data folder', () => {
  it('is refused while its owner lives, and free again when released', () => {
    const lock = takeLock(folder, 'http://127.0.0.1:3000')
    expect(() => takeLock(folder, 'http://127.0.0.1:3001')).toThrow(
      `(process ${process.pid}), at http://127.0.0.1:3000`,
    )
    lock.release()
    expect(takeLock(folder, '').tookOver).toBe(false)
  })

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: NO_SUCH_PROCESS, startedAt: '1' })],
    ['whose number another program has now', JSON.stringify({ pid: process.pid, startedAt: '1' })],
    ['that was half written', '{"pid":'],
  ])('%s is taken over', (_, text) => {
    writeFileSync(join(folder, 'lock'), text)
    expect(takeLock(folder, '').tookOver).toBe(true)
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('that someone else has taken since is not released', () => {
    const lock = takeLock(folder, '')
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 1, startedAt: null }))
    lock.release()
    expect(readdirSync(folder)).toEqual(['lock'])
  })
})
