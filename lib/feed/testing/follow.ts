// Reads a feed as a browser does.
import { LIVE_TYPES, type LiveCall, type LiveEvent, readEvent } from '#lib/live/index.ts'

export type Followed = {
  events(): LiveEvent[]
  /** Every row that was told, in the order of telling. */
  calls(): LiveCall[]
  /** The id of the last event that had one. */
  position(): string
  untilEvent(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>
  until(type: LiveEvent['type']): Promise<LiveEvent>
  untilCall(id: string, fits?: (call: LiveCall) => boolean): Promise<LiveCall>
  /** Resolves when the stream is over. */
  ended(): Promise<void>
  close(): Promise<void>
}

export function follow(stream: ReadableStream<Uint8Array>): Followed {
  const reader = stream.getReader()
  const events: LiveEvent[] = []
  let position = ''
  const waiting = new Set<() => void>()
  const over = read()

  async function read(): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) take(block)
      for (const look of waiting) look()
    }
  }

  function take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ', 1)[0], line.replace(/^\w*: /, '')]),
    )
    position = fields.get('id') ?? position
    const type = LIVE_TYPES.find((each) => each === fields.get('event'))
    const event = type && readEvent(type, fields.get('data') ?? '')
    if (event) events.push(event)
  }

  function found<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const value = find()
        if (value === undefined) return
        waiting.delete(look)
        resolve(value)
      }
      waiting.add(look)
      look()
      void over.then(() => {
        look()
        if (waiting.delete(look)) reject(new Error('the feed ended before'))
      })
    })
  }

  const calls = () => events.flatMap((event) => (event.type === 'calls' ? event.calls : []))
  const untilEvent = (fits: (event: LiveEvent) => boolean) => found(() => events.find(fits))
  return {
    events: () => events,
    calls,
    position: () => position,
    untilEvent,
    until: (type) => untilEvent((event) => event.type === type),
    untilCall: (id, fits = () => true) => found(() => calls().find((call) => call.id === id && fits(call))),
    ended: () => over,
    async close() {
      await reader.cancel()
      await over
    },
  }
}
