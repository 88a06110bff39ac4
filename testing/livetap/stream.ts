// What flows through a connection: made up, small, and the same for everyone who looks at the same
// moment, so that nothing has to run in the background.
export const CONNECTION_TYPES = ['mqtt', 'webhook', 'websocket', 'file'] as const
export type ConnectionType = (typeof CONNECTION_TYPES)[number]
export type Entry = { readonly number: number; readonly at: number; readonly payload: unknown }

const INTERVAL_MS = 200
const BUFFERED = 300
export const ENTRIES_PER_MINUTE = 60_000 / INTERVAL_MS

/** The entries of a connection opened at `from`, after number `after`, up to `now`; at most the buffer. */
export function entriesBetween(type: ConnectionType, from: number, after: number, now: number): Entry[] {
  const last = Math.floor((now - from) / INTERVAL_MS)
  const first = Math.max(after + 1, last - BUFFERED + 1, 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const number = first + index
    return { number, at: from + number * INTERVAL_MS, payload: payloadOf(type, number) }
  })
}

function payloadOf(type: ConnectionType, number: number): unknown {
  const wave = Math.round(100 * Math.sin(number / 10)) / 10 // -10 to 10
  switch (type) {
    case 'mqtt':
      return {
        topic: 'plant/1',
        sensors: { temperature: { value: 45 + wave }, humidity: { value: 60 - wave } },
      }
    case 'webhook':
      return {
        method: 'POST',
        body: { event: number % 5 === 0 ? 'payment.failed' : 'payment.ok', order: number },
      }
    case 'websocket':
      return { symbol: 'ABC', price: 100 + wave, volume: number % 50 }
    case 'file':
      return { line: `${number % 7 === 0 ? 'ERROR disk almost full' : 'INFO request served'} #${number}` }
  }
}
