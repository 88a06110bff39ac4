// The signature of a webhook, as Standard Webhooks 1.0 describes it: HMAC-SHA256 over id, time and body. The
// secret is 32 random bytes, written as `whsec_` and base64.
import { createHmac, randomBytes } from 'node:crypto'

export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/**
 * The three headers of one attempt.
 * @param id the same for each attempt, so that a receiver can fold them
 * @param secrets each signs; a receiver accepts any of them, so that a rotation loses nothing
 */
export function signatureHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now = new Date(),
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
