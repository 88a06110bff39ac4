// Nothing is uploaded: no picture, no logo, no file of any kind, so there is nothing of a person's to serve again (L15).
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url).pathname
const sources = ['app', 'components', 'lib']
  .flatMap((folder) => readdirSync(ROOT + folder, { recursive: true }).map((path) => `${folder}/${path}`))
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.includes('/testing/'))
  .map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }))
const having = (what: RegExp) => sources.filter(({ text }) => what.test(text)).map(({ path }) => path)

it('(security L15) the one file that is taken is a policy, read in the browser', () => {
  expect(sources.length).toBeGreaterThan(500)
  expect(having(/type=["']file["']/)).toEqual(['components/policy-editor/presets/import-dialog.tsx'])
  // It goes no further than into the text that its reader sees, and no more of it than a policy may be long.
  const dialog = sources.find(({ path }) => path.endsWith('import-dialog.tsx'))?.text ?? ''
  expect(dialog).toContain('file.slice(0, MAX_DOCUMENT_BYTES + 1).text()')
  expect(having(/\binstanceof File\b|multipart\/form-data/)).toEqual([])
})

it('(security L15) no picture is loaded that a person or a server named', () => {
  expect(having(/next\/image/)).toEqual([])
  expect(having(/dangerouslyAllowSVG/)).toEqual([])
  expect(readFileSync(`${ROOT}proxy.ts`, 'utf8')).toContain(`"img-src 'self' data:"`)
})
