import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const SOURCES = ['app', 'components'].flatMap((folder) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => `${folder}/${name}`),
)
const FORM = 'components/ui/form.tsx'

/** The opening tags of the page's own forms. */
function formTags(source: string): string[] {
  return source
    .split(/<form\b/)
    .slice(1)
    .map((rest) => {
      let depth = 0
      for (let at = 0; at < rest.length; at++) {
        if (rest[at] === '{') depth++
        if (rest[at] === '}') depth--
        if (rest[at] === '>' && depth === 0) return rest.slice(0, at)
      }
      return rest
    })
}

describe('a form', () => {
  it('has an address of its own, or is a Form: else what is typed before its scripts live goes into an address', () => {
    const tags = SOURCES.filter((path) => path !== FORM).flatMap((path) =>
      formTags(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).map((tag) => ({ path, tag })),
    )
    expect(tags.length).toBeGreaterThan(10)
    expect(tags.filter(({ tag }) => !/\baction=/.test(tag))).toEqual([])
  })

  it('is found where its tag has functions in it', () => {
    expect(formTags('<form onSubmit={(e) => { go(e) }} className="x"><b>')).toEqual([
      ' onSubmit={(e) => { go(e) }} className="x"',
    ])
  })
})
