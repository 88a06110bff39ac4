import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hideSecrets } from './secrets.ts'

const SECRET = 's3cret"token\\é?'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('[H7] hideSecrets', () => {
  const hide = hideSecrets({
    authorization: `Bearer ${SECRET}`,
    'x-api-key': 'abcdefgh12',
    'x-number-key': '1234567890',
    cookie: 'session=cookie-value-1; theme=dark',
    'proxy-authorization-2': `Basic ${base64('ada:pass phrase+1')}`,
    'x-tenant': 'production',
  })
  const traces =
    /s3cret|abcdefgh12|ABCDEFGH12|1234567890|cookie-value-1|pass phrase|czNjcmV0|6162636465|MzY3JldH|zM2NyZXR/

  it.each([
    ['as it is', SECRET],
    ['with its scheme', `Bearer ${SECRET}`],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a URL, in small letters', encodeURIComponent(SECRET).toLowerCase()],
    ['in base64', base64(SECRET)],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
    ['in base64 of a longer text', base64(`Authorization: Bearer ${SECRET}\r\n`)],
    ['in base64 of a longer text, one further', base64(`.Authorization: Bearer ${SECRET}\r\n`)],
    ['in base64 of a longer text, two further', base64(`..Authorization: Bearer ${SECRET}\r\n`)],
    ['in hex', Buffer.from('abcdefgh12').toString('hex')],
    ['in capital hex', Buffer.from('abcdefgh12').toString('hex').toUpperCase()],
    ['inside other text', 'curl -H "x-api-key: abcdefgh12"'],
    ['in JSON within the text', JSON.stringify({ headers: { authorization: `Bearer ${SECRET}` } })],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ a: SECRET }))],
    ['as one cookie of several', 'Set-Cookie: session=cookie-value-1; Path=/'],
    ['as the password of a Basic credential', 'mysql -p"pass phrase+1"'],
    ['as a form writes it', `password=${encodeURIComponent('pass phrase+1').replaceAll('%20', '+')}`],
  ])('takes a stored credential out of an answer, written %s', (_, text) => {
    const hidden = hide(JSON.stringify({ text, more: ['kept'] }))
    const read = JSON.parse(hidden) as { text: string; more: string[] }
    expect(read.text).toContain('[hidden]')
    expect(hidden).not.toMatch(traces)
    expect(read.more).toEqual(['kept'])
  })

  it('takes it out of names of members and of numbers, and leaves JSON', () => {
    const hidden = hide('{"abcdefgh12":1,"n":1234567890,"m":[1234567890,2],"k":"1234567890"}')
    expect(JSON.parse(hidden)).toEqual({ '[hidden]': 1, n: '[hidden]', m: ['[hidden]', 2], k: '[hidden]' })
  })

  it('leaves everything else alone, and always leaves JSON', () => {
    expect(hide('{"tenant":"production","n":1.50}')).toBe('{"tenant":"production","n":1.50}')
    expect(hideSecrets({ 'x-token': 'short' })('{"a":"short"}')).toBe('{"a":"short"}')
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(SECRET, 'abcdefgh12'), (json, secret) => {
        expect(hide(json)).toBe(json)
        const holding = JSON.stringify({
          [secret]: JSON.parse(json),
          list: [secret, json, `${secret}${json}`],
        })
        expect(hide(holding)).not.toMatch(traces)
        expect(() => JSON.parse(hide(holding))).not.toThrow()
      }),
    )
  })
})
