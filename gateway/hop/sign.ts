// How one replica proves to another that a request is its own. Everything that the request says is under
// the mark: method, path, body, time and a number that is used once. A copy is refused, and so is an old one.
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

export type Signer = {
  /** The header that goes with a request. */
  sign(path: string, body: string): { readonly mark: string; readonly nonce: string }
  /** The nonce of a mark that is right, fresh and new here; null for every other. */
  verify(path: string, body: string, mark: string): string | null
  /** What only a replica can say in answer to a nonce. */
  answer(nonce: string, text: string): string
  isAnswer(nonce: string, text: string, shown: string): boolean
}

// Replicas' clocks may differ; a nonce is remembered for as long as its time would be accepted.
const MAX_AGE_MS = 60_000
const MAX_REMEMBERED = 200_000

/**
 * @param secretKey 32 bytes, the same on every replica
 * @param now the clock in ms since the epoch
 */
export function createSigner(secretKey: Buffer, now: () => number = Date.now): Signer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'portcullis hop v1', 32))
  const seen = new Map<string, number>()
  const macOf = (parts: readonly (string | number)[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
  const digest = (body: string) => createHash('sha256').update(body).digest('base64url')

  function isNew(nonce: string, at: number): boolean {
    // Entries stand in the order in which they came; the old ones are at the front.
    for (const [old, expires] of seen) {
      if (expires > at) break
      seen.delete(old)
    }
    if (seen.has(nonce) || seen.size >= MAX_REMEMBERED) return false
    seen.set(nonce, at + 2 * MAX_AGE_MS)
    return true
  }

  return {
    sign(path, body) {
      const at = now()
      const nonce = randomBytes(16).toString('base64url')
      return { nonce, mark: `v1.${at}.${nonce}.${macOf(['ask', 'POST', path, at, nonce, digest(body)])}` }
    },
    verify(path, body, mark) {
      const match = /^v1\.(\d{1,16})\.([\w-]{22})\.([\w-]{43})$/.exec(mark)
      if (!match) return null
      const [, time = '', nonce = '', shown = ''] = match
      const at = Number(time)
      if (!isSame(macOf(['ask', 'POST', path, at, nonce, digest(body)]), shown)) return null
      if (Math.abs(now() - at) > MAX_AGE_MS) return null
      return isNew(nonce, now()) ? nonce : null
    },
    answer: (nonce, text) => macOf(['answer', nonce, text]),
    isAnswer: (nonce, text, shown) => isSame(macOf(['answer', nonce, text]), shown),
  }
}

function isSame(right: string, shown: string): boolean {
  const a = Buffer.from(right)
  const b = Buffer.from(shown)
  return a.length === b.length && timingSafeEqual(a, b)
}
