// Bodies of the authorization server: small, of the one type that each takes, and of known members only.
import { Fault } from '#lib/fault.ts'
import { type Exchange, headerOf } from '../http.ts'
import { tokenForm } from './parameters.ts'
import { registrationOf } from './registration.ts'

const MAX_BYTES = 16_384

/** A form, as it goes on. @throws {Fault} unsupported-media-type, too-large, malformed-message */
export async function readForm(exchange: Exchange): Promise<string> {
  return tokenForm(await readText(exchange, 'application/x-www-form-urlencoded')).toString()
}

/** What a client says of itself, as it goes on. @throws {Fault} the same */
export async function readRegistration(exchange: Exchange): Promise<string> {
  const text = await readText(exchange, 'application/json')
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw new Fault('malformed-message', 'A registration is one JSON object (RFC 7591).')
  }
  return JSON.stringify(registrationOf(said))
}

async function readText(exchange: Exchange, type: string): Promise<string> {
  const { request } = exchange
  const sent = (headerOf(exchange, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (sent !== type || headerOf(exchange, 'content-encoding') !== undefined)
    throw new Fault('unsupported-media-type', `Send the body as Content-Type: ${type}.`)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Fault('too-large', `A body here has at most ${MAX_BYTES} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
