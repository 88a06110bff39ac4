// Answers are asked for uncompressed. Where a server compresses all the same, the cap holds for what
// comes out: 300 KB of gzip can be 300 MB of text.
import { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Fault } from '#lib/fault.ts'
import { type Body, tooLarge } from './response-body.ts'

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * The body without its Content-Encoding, at most `maxBytes` long.
 * @throws {Fault} `upstream-error` for an encoding that nobody asked for and nothing here reads
 */
export function decodeBody(body: Body, encoding: string | undefined, maxBytes: number): Body {
  if (encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity') return body
  const name = encoding.toLowerCase()
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (!decoder) {
    body.cancel()
    throw undecodable()
  }
  const chunks = inflate(body, decoder(), maxBytes)
  return { [Symbol.asyncIterator]: () => chunks, cancel: () => body.cancel() }
}

async function* inflate(
  body: Body,
  decoder: NodeJS.ReadWriteStream,
  maxBytes: number,
): AsyncGenerator<Uint8Array, undefined> {
  const source = Readable.from(body, { objectMode: false })
  source.on('error', (error) => (decoder as unknown as Readable).destroy(error))
  let bytes = 0
  try {
    for await (const chunk of source.pipe(decoder) as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      yield chunk
    }
  } catch (error) {
    throw error instanceof Fault ? error : undecodable(error)
  } finally {
    source.destroy()
    body.cancel()
  }
}

function undecodable(cause?: unknown): Fault {
  return new Fault(
    'upstream-error',
    'The server compressed its answer, though asked not to, in a way that cannot be read. Turn compression off for MCP answers.',
    { data: { handedOver: true }, cause },
  )
}
