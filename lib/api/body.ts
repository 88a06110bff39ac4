// Reading a request: strict JSON of a bounded size, and query parameters that stand there once.
import { Fault } from '#lib/fault.ts'
import { type Json, JsonSyntaxError, jsonObject, parseJson } from '#lib/json/index.ts'

// A policy of 1 MiB, escaped as a JSON string, with room to spare.
const MAX_BODY_BYTES = 4 * 1024 * 1024
const BOUNDS = { maxDepth: 64, maxNodes: 500_000 }

/**
 * The body as a strict JSON value; an empty object where there is none.
 * @throws Fault unsupported-media-type, too-large, malformed-message
 */
export async function readBody(request: Request): Promise<Json> {
  const text = await readText(request)
  if (text.trim() === '') return jsonObject()
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new Fault(
      'unsupported-media-type',
      'Send the body as JSON, with the header Content-Type: application/json.',
    )
  try {
    return parseJson(text, BOUNDS)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new Fault(
      'malformed-message',
      `The body is not JSON: ${error.message}, at character ${error.offset}.`,
    )
  }
}

/** @throws Fault invalid-input where a parameter stands there twice */
export function readQuery(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url)
  const query: Record<string, string> = {}
  for (const [name, value] of searchParams) {
    if (Object.hasOwn(query, name))
      throw new Fault('invalid-input', `The parameter ${name} stands there twice.`)
    query[name] = value
  }
  return query
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MAX_BODY_BYTES) {
      await reader.cancel()
      throw new Fault('too-large', 'The body is larger than 4 MiB.')
    }
    chunks.push(value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new Fault('malformed-message', 'The body is not UTF-8.')
  }
}
