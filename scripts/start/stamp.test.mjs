import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from './stamp.mjs'

let root
const digest = () => digestOf(root, ['app', 'next.config.js'])
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-stamp-'))
  mkdirSync(join(root, 'app/servers'), { recursive: true })
  writeFileSync(join(root, 'app/servers/page.tsx'), 'one')
  writeFileSync(join(root, 'next.config.js'), 'two')
})
afterEach(() => rmSync(root, { recursive: true }))

describe('the digest of sources', () => {
  it('changes with any content, name or new file', () => {
    const seen = new Set([digest()])
    writeFileSync(join(root, 'app/servers/page.tsx'), 'three')
    seen.add(digest())
    renameSync(join(root, 'app/servers/page.tsx'), join(root, 'app/servers/layout.tsx'))
    seen.add(digest())
    writeFileSync(join(root, 'app/page.tsx'), '')
    seen.add(digest())
    expect(seen.size).toBe(4)
  })

  it('does not change with times, tests, or what is not named', () => {
    const before = digest()
    utimesSync(join(root, 'next.config.js'), 0, 0)
    writeFileSync(join(root, 'app/servers/page.test.tsx'), 'test')
    writeFileSync(join(root, 'README.md'), 'text')
    expect(digest()).toBe(before)
  })
})
