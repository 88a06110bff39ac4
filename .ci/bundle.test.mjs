import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemsOf } from './bundle.mjs'

let build
beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), 'portcullis-bundle-'))
  for (const folder of ['static/chunks', 'server/app/docs'])
    mkdirSync(join(build, folder), { recursive: true })
})
afterEach(() => rmSync(build, { recursive: true }))

describe('the scan of the browser bundle', () => {
  it('passes code of the browser', () => {
    writeFileSync(join(build, 'static/chunks/a.js'), 'console.log("allow, deny")')
    writeFileSync(join(build, 'server/app/_global-error.html'), '')
    expect(problemsOf(build)).toEqual({ files: 1, problems: [] })
  })

  it.each([
    ['the name of a secret', 'static/chunks/a.js', 'process.env.SECRET_KEY'],
    ['a server module', 'static/chunks/a.js', 'new PrismaClient()'],
    ['a source map', 'static/chunks/a.js.map', '{}'],
    ['a page without a nonce', 'server/app/docs/index.html', '<html>'],
  ])('finds %s', (_, file, text) => {
    writeFileSync(join(build, file), text)
    expect(problemsOf(build).problems).toEqual([expect.stringContaining(file)])
  })
})
