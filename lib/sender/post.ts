// One attempt at a webhook. Its URL is a customer's, so it leaves through the one door: addresses judged and
// pinned, redirects not followed, sizes and times bounded.
import { Fault } from '#lib/fault.ts'
import { type Body, send } from '#lib/upstream/index.ts'
import { type Attempt, failed } from './attempt.ts'

const HEADERS_TIMEOUT_MS = 10_000
const BODY_TIMEOUT_MS = 5_000
const MAX_ANSWER_BYTES = 1024 * 1024
const EXCERPT_BYTES = 1000

export type Post = {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly allowPrivate: boolean
  readonly signal: AbortSignal
}

/** Posts JSON. @throws only where `signal` was aborted, or for what is no fault of the receiver */
export async function post({ url, body, headers, allowPrivate, signal }: Post): Promise<Attempt> {
  try {
    const answer = await send(
      { url, headers: {}, allowPrivate },
      {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', accept: '*/*' },
        body,
        signal,
        headersTimeoutMs: HEADERS_TIMEOUT_MS,
        bodyTimeoutMs: BODY_TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
      },
    )
    const { status } = answer
    const excerpt = await beginning(answer.body)
    if (status >= 200 && status < 300)
      return { isDelivered: true, responseStatus: status, error: '', excerpt }
    if (status === 410)
      return failed('The receiver answered 410: it wants no more of these.', {
        responseStatus: status,
        excerpt,
        turnOff:
          'Turned off: the receiver answered 410 Gone. Check its address, then turn the channel on again.',
      })
    const wished = Number(answer.headers['retry-after']) * 1000
    return failed(`The receiver answered ${status}, where a status from 200 to 299 was expected.`, {
      responseStatus: status,
      excerpt,
      ...(wished > 0 && { wishedMs: wished }),
    })
  } catch (error) {
    if (isTooLate(signal)) return failed('The receiver took too long to answer.')
    if (signal.aborted || !(error instanceof Fault)) throw error
    return failed(error.message)
  }
}

/** True where an attempt was broken off because its time was up, and not because this process ends. */
export function isTooLate(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
}

// Enough to recognise an error page by. The status is known: what does not come of this changes nothing.
async function beginning(body: Body): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= EXCERPT_BYTES) break
    }
  } catch {
    body.cancel()
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, EXCERPT_BYTES))
}
