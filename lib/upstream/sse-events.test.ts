import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sseEvents } from './sse-events.ts'

const STREAM =
  '\ufeff: hello\r\nid: 1\ndata:\n\nevent: message\rdata: {"a":\r\ndata: "é😀"}\r\n\r\ndata:  two\n\ndata: lost'
const EVENTS = [
  { event: 'message', data: '' },
  { event: 'message', data: '{"a":\n"é😀"}' },
  { event: 'message', data: ' two' },
]

async function eventsOf(chunks: Uint8Array[]): Promise<unknown[]> {
  const body = (async function* () {
    yield* chunks
  })()
  const events: unknown[] = []
  for await (const event of sseEvents(body)) events.push(event)
  return events
}

describe('sseEvents', () => {
  it('gives the same events wherever the network cuts the bytes', async () => {
    const bytes = Buffer.from(STREAM)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length })), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
        expect(await eventsOf(chunks)).toEqual(EVENTS)
      }),
    )
  })

  it('refuses bytes that are not UTF-8', async () => {
    await expect(eventsOf([Buffer.from([0x64, 0xff, 0x0a])])).rejects.toBeInstanceOf(TypeError)
  })
})
