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

  it('takes an event with an empty name for a message, as the format has it', () => {
    expect(split('event:\ndata: a\n\n')).toEqual([{ kind: 'event', data: 'a' }])
    expect(split('event: x\nevent\ndata: a\n\n')).toEqual([{ kind: 'event', data: 'a' }])
  })

  it('overlooks an id or a retry time that cannot be one, and keeps the one before it', () => {
    const text = 'id: 1\nid: a\0b\nretry: 5\nretry: x\ndata: a\n\n'
    expect(split(text)).toEqual([{ kind: 'event', id: '1', retry: '5', data: 'a' }])
    expect(split('retry: x\n\nevent: \n\n')).toEqual([{ kind: 'comment' }, { kind: 'comment' }])
  })

  it('ends a line at a carriage return without waiting for what follows', () => {
    expect(split('data: a\r\r')).toEqual([{ kind: 'event', data: 'a' }])
    expect(split('data: a\r\n\r\ndata: b\r\n\r\n', Array(40).fill(1))).toEqual([
      { kind: 'event', data: 'a' },
      { kind: 'event', data: 'b' },
    ])
  })

  it('costs as much for a long line as for the bytes that it has', () => {
    const timeOf = (chunks: number) => {
      const splitter = new SseSplitter(Number.MAX_SAFE_INTEGER)
      const chunk = new TextEncoder().encode('x'.repeat(1024))
      const start = performance.now()
      for (let count = 0; count < chunks; count++) splitter.push(chunk)
      return performance.now() - start
    }
    timeOf(1000)
    expect(timeOf(16_000)).toBeLessThan(40 * timeOf(2_000))
  })

  it('writes what it reads', () => {
    const text = 'event: message\nid: 2\nretry: 10\ndata: a\ndata: b\n\n:\n\ndata: \n\n'
    expect(split(text).map(writeEvent).join('')).toBe(text)
  })
})
