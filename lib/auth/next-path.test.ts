import { describe, expect, it } from 'vitest'
import { localPath } from './next-path.ts'

describe('the path after signing in', () => {
  it('is the one asked for, where it is ours', () => {
    expect(localPath('/servers/srv_1/policy?tool=a#x')).toBe('/servers/srv_1/policy?tool=a#x')
  })

  it.each([
    undefined,
    null,
    '',
    'servers',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/..//evil.example/',
    'javascript:alert(1)',
  ])('never leads off this site: %j', (wanted) => {
    expect(new URL(localPath(wanted), 'http://gate.example').origin).toBe('http://gate.example')
    expect(localPath(wanted)).not.toMatch(/^\/\//)
  })
})
