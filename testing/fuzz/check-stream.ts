// One event stream in pieces: where we read it, two other readers have the same messages, and what we write
// in its place reads the same. Readers of the browser kind, and of the runtime's own `EventSource`.
import { createRequire } from 'node:module'
import { createParser } from 'eventsource-parser'
import { type SseEvent, SseSplitter, SseTooLarge, writeEvent } from '#lib/mcp/index.ts'
import type { Checked } from './check-json.ts'

/** A dispatched event: its name (`message` where it has none) and data. */
type Heard = readonly [event: string, data: string]
type Split = (chunks: readonly Uint8Array[]) => readonly SseEvent[] | null
type Push = (event: { type: string; options: { data?: string } }) => boolean

// undici keeps its reader to itself, and the runtime uses it under the name of `EventSource`.
const require = createRequire(import.meta.url)
const { EventSourceStream } = require('undici/lib/web/eventsource/eventsource-stream.js') as {
  EventSourceStream: new (options: {
    push: Push
    eventSourceSettings: object
  }) => {
    _transform(chunk: Uint8Array, encoding: string, done: (error?: Error | null) => void): void
  }
}

const MAX_EVENT = 1 << 20

const ours: Split = (chunks) => {
  const splitter = new SseSplitter(MAX_EVENT)
  try {
    return chunks.flatMap((chunk) => splitter.push(chunk)).filter((event) => event.kind === 'event')
  } catch (error) {
    if (error instanceof TypeError || error instanceof SseTooLarge) return null
    throw error
  }
}

const READERS: Readonly<Record<string, (chunks: readonly Uint8Array[]) => Heard[]>> = {
  'eventsource-parser': (chunks) => {
    const heard: Heard[] = []
    const parser = createParser({ onEvent: ({ event, data }) => void heard.push([event ?? 'message', data]) })
    const decoder = new TextDecoder()
    for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }))
    return heard
  },
  undici: (chunks) => {
    const heard: Heard[] = []
    const push: Push = ({ type, options }) => heard.push([type, options.data ?? '']) > 0
    const stream = new EventSourceStream({ push, eventSourceSettings: {} })
    for (const chunk of chunks) stream._transform(Buffer.from(chunk), '', () => {})
    return heard
  },
}

/** @param split what is examined: ours, or one with a known fault to see that it is found */
export function checkStream(pieces: readonly Uint8Array[], split: Split = ours): Checked {
  // A reader may wait for what follows a CR; here something follows.
  const chunks = [...pieces, Buffer.from('\n')]
  const events = split(chunks)
  if (events === null) return { accepted: false, why: null }
  const mine = JSON.stringify(heardOf(events))
  const written = [new TextEncoder().encode(events.map(writeEvent).join(''))]
  for (const [name, read] of Object.entries(READERS)) {
    const before = JSON.stringify(read(chunks).map((heard) => (NAMES_ARE_ODD.has(name) ? heard[1] : heard)))
    const same = NAMES_ARE_ODD.has(name) ? JSON.stringify(heardOf(events).map(([, data]) => data)) : mine
    if (before !== same) return { accepted: true, why: `${name} hears ${before}, we hear ${same}` }
    const after = JSON.stringify(read(written))
    if (after !== mine)
      return { accepted: true, why: `${name} hears ${after} in what we write, and not ${mine}` }
  }
  const again = JSON.stringify(ours(written))
  if (again !== JSON.stringify(events)) return { accepted: true, why: `read again: ${again}` }
  return { accepted: true, why: null }
}

// A second, empty `event` line clears the name in the format, and not in undici.
const NAMES_ARE_ODD = new Set(['undici'])

function heardOf(events: readonly SseEvent[]): Heard[] {
  return events.flatMap(({ event, data }): Heard[] => (data === null ? [] : [[event ?? 'message', data]]))
}
