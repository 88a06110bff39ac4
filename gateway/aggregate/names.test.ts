import { describe, expect, it } from 'vitest'
import { isShortened, LONGEST_NAME, readShown, readUri, shownPrompt, shownTool, shownUri } from './names.ts'

const long = 'a_tool_with_a_name_that_says_everything_it_does_and_then_some_more_of_it'

describe('a tool’s name at the address of all servers', () => {
  it('is <slug>__<tool> where that has 64 characters or less', () => {
    expect(shownTool('livetap', 'read_stream')).toBe('livetap__read_stream')
    const exact = 'x'.repeat(LONGEST_NAME - 'livetap__'.length)
    expect(shownTool('livetap', exact)).toBe(`livetap__${exact}`)
    expect(readShown('livetap__read__stream')).toEqual({ slug: 'livetap', own: 'read__stream' })
  })

  it('has 64 characters at most, in letters that every client takes, where it is shortened', () => {
    for (const slug of ['a', 'livetap', 'x'.repeat(46)])
      for (const tool of [long, 'ü'.repeat(100), `${'y'.repeat(300)}`, '😀'.repeat(60)]) {
        const shown = shownTool(slug, tool)
        expect(shown.length).toBeLessThanOrEqual(LONGEST_NAME)
        expect(shown).toMatch(/^[A-Za-z0-9_-]+$/)
        expect(isShortened(readShown(shown)?.own ?? '')).toBe(true)
        expect(readShown(shown)?.slug).toBe(slug)
      }
  })

  it('is the same every time: written down here, so that a release which changes it shows', () => {
    expect(shownTool('livetap', long)).toBe(
      'livetap__a_tool_with_a_name_that_says_everything_i__ksa1n0skjcks',
    )
  })

  it('is shared by no two tools, however their names are chosen', () => {
    const tools = [long, `${long}2`, `${long}3`, long.replace('_', '-'), long.replace('_', '.')]
    // What a server would call a tool so that it passes for a shortened one.
    for (const tool of [...tools]) tools.push(readShown(shownTool('livetap', tool))?.own ?? '')
    tools.push('a__b', 'a', 'b', `${'x'.repeat(10)}__0123456789ab`)
    const shown = tools.map((tool) => shownTool('livetap', tool))
    expect(new Set(shown).size).toBe(new Set(tools).size)
  })

  it('never leads to another server, whatever a server calls its tools', () => {
    expect(readShown(shownTool('live', 'tap__read'))?.slug).toBe('live')
    expect(readShown(shownTool('live', '__read'))).toEqual({ slug: 'live', own: '__read' })
    for (const name of ['read', '__read', 'live__', '']) expect(readShown(name)).toBeNull()
  })
})

describe('a URI at the address of all servers', () => {
  it('reads back as the server’s own, expanded or not', () => {
    for (const uri of [
      'test://a',
      'file:///x/y',
      'odd',
      'demo://r/{id}',
      'a b#c?d',
      'portcullis://other/x',
      'ui://a/b',
    ])
      expect(readUri(shownUri('live', uri))).toEqual({ slug: 'live', own: uri })
    expect(shownUri('live', 'ui://page')).toBe('ui://live__page')
    expect(readUri(shownUri('live', 'demo://r/{id}').replace('{id}', '7'))?.own).toBe('demo://r/7')
  })

  it('is nobody’s where this gateway never showed it', () => {
    for (const uri of [
      'test://a',
      'portcullis://',
      'portcullis://live',
      'portcullis://live/',
      'portcullis:///x',
      'ui://page',
    ])
      expect(readUri(uri)).toBeNull()
  })
})

it('a prompt’s name is never shortened', () => {
  expect(readShown(shownPrompt('live', long))).toEqual({ slug: 'live', own: long })
})
