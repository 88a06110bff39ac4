import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installFailure, isInstalled } from './packages.mjs'

const wanted = {
  '': { name: 'portcullis' },
  'node_modules/next': { version: '16.4.6' },
  'node_modules/only-for-darwin': { version: '1.0.0', optional: true },
}
let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-packages-'))
  mkdirSync(join(root, 'node_modules'))
  write('package-lock.json', wanted)
})
afterEach(() => rmSync(root, { recursive: true }))
const write = (file, packages) => writeFileSync(join(root, file), JSON.stringify({ packages }))

describe('the packages', () => {
  it('are installed when each is there in its version, whatever is for other platforms', () => {
    write('node_modules/.package-lock.json', { 'node_modules/next': { version: '16.4.6' } })
    expect(isInstalled(root)).toBe(true)
  })

  it.each([
    ['nothing is there', undefined],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/next': { version: '16.4.5' } }],
  ])('are not installed when %s', (_, present) => {
    if (present) write('node_modules/.package-lock.json', present)
    expect(isInstalled(root)).toBe(false)
  })

  it('are not installed when an install was interrupted', () => {
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {')
    expect(isInstalled(root)).toBe(false)
  })

  it('failing to install offline is told from failing otherwise', () => {
    expect(installFailure('npm error code ENOTFOUND\nnpm error network')).toMatch(
      /registry cannot be reached/,
    )
    expect(installFailure('npm error code EUNSUPPORTED')).toMatch(/npm said:\n.*EUNSUPPORTED/)
  })
})
