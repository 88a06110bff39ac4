import { describe, expect, it } from 'vitest'
import { codeOfStep, newTotpSecret, stepOfCode, totpUri } from './totp.ts'

// RFC 6238, appendix B: the secret is '12345678901234567890'; its codes have eight digits, of which apps show the last six.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const STEP = 30_000

describe('codes of an app', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 at %d seconds', (seconds, code) => {
    expect(codeOfStep(SECRET, Math.floor(seconds / 30))).toBe(code)
    expect(stepOfCode(SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30))
  })

  it('count half a minute before and after, and no longer', () => {
    const at = 1_000_000 * STEP
    const code = codeOfStep(SECRET, 1_000_000)
    const taken = [-2, -1, 0, 1, 2].map((steps) => stepOfCode(SECRET, code, at + steps * STEP))
    expect(taken).toEqual([null, 1_000_000, 1_000_000, 1_000_000, null])
  })

  it.each(['', '28708', '2870820', '28708２', 'abcdef', '000000\0'])('are no other text: %j', (code) => {
    expect(stepOfCode(SECRET, code, 59_000)).toBeNull()
  })

  it('come of 160 random bits', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret)
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(new Set(secrets).size).toBe(50)
  })

  it('are set up by an address that apps read', () => {
    const uri = new URL(totpUri(SECRET, 'ada+x@example.com', 'Portcullis (localhost:3000)'))
    expect(uri.protocol).toBe('otpauth:')
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      secret: SECRET,
      issuer: 'Portcullis (localhost:3000)',
      digits: '6',
      period: '30',
    })
  })
})
