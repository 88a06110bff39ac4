import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnded, readHello, shownText } from './greeting.ts'
import { LineSplitter } from './lines.ts'

function split(chunks: readonly Buffer[]): { messages: string[]; strays: string[] } {
  const strays: string[] = []
  const splitter = new LineSplitter((text) => void strays.push(text))
  const messages: string[] = []
  let pieces: Buffer[] = []
  for (const { bytes, isLast } of chunks.flatMap((chunk) => splitter.push(chunk))) {
    pieces.push(bytes)
    if (!isLast) continue
    messages.push(Buffer.concat(pieces).toString())
    pieces = []
  }
  return { messages, strays }
}

describe('lines of a child', () => {
  it('are the same however the pipe cuts them', () => {
    const text = '{"a":1}\n\n  [1]\r\nDebugger listening\n{"b":"ä\\n"}\n\r\n{"c":3}\n'
    const bytes = Buffer.from(text)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((to, i) => bytes.subarray(places[i], to))
        const { messages, strays } = split(chunks)
        expect(messages.map((line) => line.trim())).toEqual(['{"a":1}', '[1]', '{"b":"ä\\n"}', '{"c":3}'])
        expect(strays).toEqual(['Debugger listening'])
      }),
    )
  })

  it('that never end are passed on as they come, and kept nowhere', () => {
    const splitter = new LineSplitter(() => {})
    expect(splitter.push(Buffer.from('{"a":'))).toEqual([{ bytes: Buffer.from('{"a":'), isLast: false }])
    const strays: string[] = []
    const other = new LineSplitter((text) => void strays.push(text))
    for (let i = 0; i < 1000; i++) expect(other.push(Buffer.alloc(10_000, 0x61))).toEqual([])
    other.push(Buffer.from('\n'))
    expect(strays[0]?.length).toBe(1000)
  })
})

describe('what a connector says of itself', () => {
  it('is one bounded line with nothing hidden in it', () => {
    expect(shownText('a\u0000\u001b[31mb\u202Ec\nd\u200b', 20)).toBe('a [31mbc d')
    expect([...shownText('x'.repeat(500), 100)]).toHaveLength(100)
    const hello = readHello(Buffer.from(JSON.stringify({ host: 'h\n', command: 'c', version: '1', more: 1 })))
    expect(hello).toEqual({ host: 'h', command: 'c', version: '1' })
  })

  it('is nothing where it is not of the form', () => {
    for (const text of ['', '[]', '"x"', 'null', '{"host":1}', '{"host":"a","command":"b"}'])
      expect(readHello(Buffer.from(text))).toBeNull()
    expect(readHello(Buffer.from([0xff, 0xfe]))).toBeNull()
    for (const text of ['{}', '{"how":"gone"}']) expect(readEnded(Buffer.from(text))).toBeNull()
    expect(readEnded(Buffer.from('{"how":"exited","code":3,"signal":null}'))).toEqual({
      how: 'exited',
      code: 3,
      signal: null,
    })
  })
})
