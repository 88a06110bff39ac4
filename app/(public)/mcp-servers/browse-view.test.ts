import { describe, expect, it } from 'vitest'
import { browseHref, browseViewOf, isFiltered } from './browse-view.ts'

const NOTHING = { q: undefined, kind: 'servers', category: undefined, severity: undefined, cursor: undefined }

describe('the address of a search', () => {
  it('says servers at the front, and tools where words or filters are about tools', () => {
    expect(browseViewOf({})).toEqual(NOTHING)
    expect(browseViewOf({ q: 'mail' }).kind).toBe('tools')
    expect(browseViewOf({ severity: 'critical' }).kind).toBe('tools')
    expect(browseViewOf({ q: 'mail', kind: 'servers' }).kind).toBe('servers')
  })

  it('is read leniently: what is unknown, empty or said twice counts as not said', () => {
    expect(browseViewOf({ q: '  ', category: 'nothing', severity: ['low', 'high'], kind: 'x' })).toEqual(
      NOTHING,
    )
    expect(browseViewOf({ category: 'financial' }).category).toBe('Financial')
    expect(browseViewOf({ q: 'x'.repeat(900) }).q).toHaveLength(200)
  })

  it('leads back to the view that it was made of', () => {
    for (const query of [
      {},
      { kind: 'tools' },
      { q: 'a&b=c #?', category: 'write' },
      { q: 'mail', kind: 'servers', severity: 'low', cursor: 'abc=' },
    ]) {
      const view = browseViewOf(query)
      const { searchParams } = new URL(browseHref(view), 'https://portcullis.example.com')
      expect(browseViewOf(Object.fromEntries(searchParams))).toEqual(view)
    }
    expect(browseHref(browseViewOf({}))).toBe('/mcp-servers')
  })

  it('is no page of its own for search engines once it is filtered', () => {
    expect([isFiltered(browseViewOf({})), isFiltered(browseViewOf({ q: 'x' }))]).toEqual([false, true])
  })
})
