// One GET of a public web API, through the safe door; asked again where it was a moment's trouble.
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '#lib/fault.ts'
import { readAll, send } from '#lib/upstream/index.ts'

export type WebAnswer = { readonly status: number; readonly body: string }
export type WebOptions = {
  readonly allowPrivate: boolean
  /** Before each further try, in order; each is lengthened where the server names a longer one. */
  readonly waitsMs?: readonly number[]
}

const WAITS_MS = [1_000, 4_000, 15_000]
const LONGEST_WAIT_MS = 60_000
const TIMEOUT_MS = 30_000
const MAX_BYTES = 32 * 1024 * 1024

/**
 * The answer, whatever its status but those that say “later”.
 * @throws {Fault} those of `send`, after the last try; `upstream-error` where it still says “later”
 */
export async function readWeb(
  url: string,
  { allowPrivate, waitsMs = WAITS_MS }: WebOptions,
): Promise<WebAnswer> {
  for (let attempt = 0; ; attempt++) {
    const wait = waitsMs[attempt]
    try {
      const answer = await readOnce(url, allowPrivate)
      if (answer.status !== 429 && answer.status < 500) return answer
      if (wait === undefined)
        throw new Fault(
          'upstream-error',
          `${new URL(url).host} answered with ${answer.status}. Try again later.`,
        )
      await sleep(Math.min(Math.max(wait, answer.retryAfterMs), LONGEST_WAIT_MS))
    } catch (error) {
      if (wait === undefined || !isPassing(error)) throw error
      await sleep(wait)
    }
  }
}

async function readOnce(url: string, allowPrivate: boolean): Promise<WebAnswer & { retryAfterMs: number }> {
  const answer = await send(
    { url, headers: {}, allowPrivate },
    {
      method: 'GET',
      headers: { accept: 'application/json' },
      headersTimeoutMs: TIMEOUT_MS,
      bodyTimeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    },
  )
  const body = await readAll(answer.body)
  const seconds = Number(answer.headers['retry-after'])
  return {
    status: answer.status,
    body: body.toString('utf8'),
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0,
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Fault && (error.code === 'upstream-unreachable' || error.code === 'upstream-slow')
}
