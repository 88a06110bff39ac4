import { describe, expect, it } from 'vitest'
import { BOUNDS, boundSentence, RESOURCES, readBounds } from './index.ts'

describe('bounds of an organisation', () => {
  it('are the built-in ones where nothing else is said', () => {
    expect(readBounds('')).toEqual({
      bounds: Object.fromEntries(RESOURCES.map((resource) => [resource, BOUNDS[resource].most])),
    })
  })

  it('are other ones, separated by commas or spaces', () => {
    expect(readBounds('servers=3, grants=0\n members=7')).toMatchObject({
      bounds: { servers: 3, grants: 0, members: 7, tools: BOUNDS.tools.most },
    })
  })

  it.each([
    'server=3',
    'servers',
    'servers=',
    'servers=-1',
    'servers=1.5',
    'servers=2000000001',
    'constructor=1',
  ])('are refused where %s is none', (text) => {
    expect(readBounds(text)).toMatchObject({ problem: expect.stringContaining(text) })
  })

  it('say what there would be too much of, and what makes room', () => {
    expect(boundSentence('grants', 10_000)).toBe(
      'This organisation may have 10,000 live grants, and would have more. Revoke one first, or ask whoever runs this Portcullis for more.',
    )
    expect(boundSentence('members', 1)).toContain('1 member,')
  })
})
