import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SseComment, type SseEvent, SseSplitter, SseTooLarge, writeEvent } from './index.ts'

const split = (text: string, sizes: readonly number[] = []) => {
  const bytes = new TextEncoder().encode(text)
  const splitter = new SseSplitter(10_000)
  const found: (SseEvent | SseComment)[] = []
  let at = 0
  for (const size of sizes) {
    found.push(...splitter.push(bytes.slice(at, at + size)))
    at = Math.min(bytes.length, at + size)
  }
  return [...found, ...splitter.push(bytes.slice(at))]
}

describe('SseSplitter', () => {
  it('keeps ids, names, retry times and empty priming events', () => {
    const text =
      'id: 1\nretry: 500\ndata: \n\nevent: message\nid: 2\ndata: {"a":1}\n\n: awake\n\ndata: a\ndata: b\n\n'
    expect(split(text)).toEqual([
      { kind: 'event', id: '1', retry: '500', data: '' },
      { kind: 'event', event: 'message', id: '2', data: '{"a":1}' },
      { kind: 'comment' },
      { kind: 'event', data: 'a\nb' },
    ])
  })

  it('reads every line ending, and a byte order mark at the start', () => {
    expect(
      split('\ufeffdata: a\r\n\r\ndata: b\r\rdata: c\n\n').map((event) => 'data' in event && event.data),
    ).toEqual(['a', 'b', 'c'])
  })

  it('gives the same events however the bytes are cut', () => {
    const text = 'id: ä\r\ndata: {"größe":"😀"}\r\n\r\n:\n\nretry: 5\ndata: x\rdata: y\r\r'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 }), (sizes) => {
        expect(split(text, sizes)).toEqual(split(text))
      }),
    )
  })

  it('drops an event that the stream did not finish', () => {
    expect(split('data: a\n\ndata: b')).toEqual([{ kind: 'event', data: 'a' }])
  })

  it('refuses an event beyond its bound, in one line or in many, and bytes that are not UTF-8', () => {
    expect(() => split(`data: ${'x'.repeat(11_000)}`)).toThrow(SseTooLarge)
    expect(() => split('data: xxxxxxxxxx\n'.repeat(1000))).toThrow(SseTooLarge)
    expect(() => new SseSplitter(100).push(new Uint8Array([0xff, 0x0a]))).toThrow(TypeError)
  })

  it('writes what it reads', () => {
    const text = 'event: message\nid: 2\nretry: 10\ndata: a\ndata: b\n\n:\n\ndata: \n\n'
    expect(split(text).map(writeEvent).join('')).toBe(text)
  })
})
