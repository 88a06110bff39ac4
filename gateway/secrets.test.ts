import { describe, expect, it } from 'vitest'
import { hideSecrets } from './secrets.ts'

describe('hideSecrets', () => {
  const hide = hideSecrets({
    authorization: 'Bearer s3cret"token',
    'x-api-key': 'abcdefgh12',
    'x-tenant': 'production',
  })

  it.each([
    ['as it is', 's3cret"token'],
    ['with its scheme', 'Bearer s3cret"token'],
    ['in a URL', encodeURIComponent('s3cret"token')],
    ['in base64', Buffer.from('s3cret"token').toString('base64')],
    ['in hex', Buffer.from('abcdefgh12').toString('hex')],
    ['inside other text', 'curl -H "x-api-key: abcdefgh12"'],
  ])('takes a stored credential out of an answer, written %s', (_, text) => {
    const hidden = hide(JSON.stringify({ text }))
    expect(JSON.parse(hidden).text).toContain('[hidden]')
    expect(hidden).not.toMatch(/s3cret|abcdefgh12|czNjcmV0|6162636465/)
  })

  it('leaves everything else alone', () => {
    expect(hide('{"tenant":"production","n":1.50}')).toBe('{"tenant":"production","n":1.50}')
    expect(hideSecrets({ 'x-token': 'short' })('{"a":"short"}')).toBe('{"a":"short"}')
  })
})
