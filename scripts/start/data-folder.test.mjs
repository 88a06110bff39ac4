import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureDataFolder, ensureSecretKey } from './data-folder.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-data-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the data folder', () => {
  it('is made with everything above it, and may not be listed by others', () => {
    const made = join(folder, 'a/b')
    ensureDataFolder(made)
    expect(statSync(made).mode & 0o066).toBe(0)
  })

  it('that cannot be written is refused with a sentence that says what to do', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(() => ensureDataFolder(file)).toThrow(/there is a file of that name.\n.*DATA_DIR=/)
  })
})

describe('the secret key', () => {
  it('is made once, for its owner alone, and long enough for the settings', () => {
    const secret = ensureSecretKey(folder)
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(folder, 'secret-key')).mode & 0o077).toBe(0)
    chmodSync(join(folder, 'secret-key'), 0o644)
    expect(ensureSecretKey(folder)).toBe(secret)
    expect(statSync(join(folder, 'secret-key')).mode & 0o077).toBe(0)
  })

  it('is never replaced where a database was sealed with the lost one', () => {
    mkdirSync(join(folder, 'postgres/data'), { recursive: true })
    expect(() => ensureSecretKey(folder)).toThrow(/secret-key is missing/)
  })
})
