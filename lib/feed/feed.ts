// The stream of one open page: server-sent events that end with the session they were opened in.
import type { CallFilter } from '#lib/data/calls.ts'
import { readHorizon } from '#lib/data/live.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { eventText, HEARTBEAT, isPosition } from '#lib/live/index.ts'
import { requireRole } from '#lib/role.ts'
import { watch } from './hub.ts'

const HEARTBEAT_MS = 15_000
/** What may wait for a slow reader, in bytes; then it is cut, and comes back from where it was. */
const MOST_WAITING = 1024 * 1024
/** How long a browser waits before it comes back, in ms. */
const RETRY_MS = 1000

export type FeedRequest = {
  /** The token of the session: the stream ends within seconds of it. */
  readonly token: string
  /** Which calls to tell of; null for none. */
  readonly filter: CallFilter | null
  /** Whether to tell what clients try, too. */
  readonly attempts?: boolean
  /** The position that the page knows: of its making, or what the browser says as Last-Event-ID. */
  readonly since: string | null
}

/** Where a list that is read after this begins to be live. */
export async function feedPosition(member: Member): Promise<string> {
  requireRole(member, 'viewer')
  return readHorizon()
}

/**
 * What happens in the member's organisation, as text/event-stream.
 * @throws Fault forbidden, invalid-input (a position that no feed gave)
 */
export function openFeed(
  member: Member,
  { token, filter, since, attempts = false }: FeedRequest,
): ReadableStream<Uint8Array> {
  requireRole(member, 'viewer')
  if (since !== null && !isPosition(since))
    throw new Fault('invalid-input', 'This position is not one that a feed gave. Load the page again.')
  if (Object.values(filter ?? {}).some((value) => String(value).includes('\0')))
    throw new Fault('invalid-input', 'No call fits this filter: a name holds no NUL.')
  const encoder = new TextEncoder()
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = false
        const write = (text: string) => {
          if (isOver) return
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) < 0) cut()
        }
        const heartbeat = setInterval(() => write(HEARTBEAT), HEARTBEAT_MS)
        const cut = () => {
          if (isOver) return
          stop()
          controller.close()
        }
        write(`retry: ${RETRY_MS}\n\n`)
        const send = (...event: Parameters<typeof eventText>) => write(eventText(...event))
        const leave = watch({ member, token, filter, attempts, since, send, cut })
        stop = () => {
          isOver = true
          clearInterval(heartbeat)
          leave()
        }
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  )
}
