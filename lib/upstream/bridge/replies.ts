// Answers that need no child.
import { fromPlain, type JsonObject, serializeJson } from '#lib/json/index.ts'
import { ERROR, eraOf, errorOf, type RequestId, SUPPORTED_VERSIONS } from '#lib/mcp/index.ts'
import type { Body } from '../response-body.ts'
import type { Sent } from '../send.ts'

/** A status with no body. */
export function emptySent(status: number, headers: Readonly<Record<string, string>> = {}): Sent {
  return { status, headers, body: bodyOf(null), handedOver: true }
}

export function errorSent(status: number, id: RequestId | null, code: number, message: string): Sent {
  return jsonSent(status, errorOf(id, code, message))
}

/** What makes a client of both eras begin again with `initialize`. */
export function legacyOnly(id: RequestId | null, requested: string): Sent {
  const supported = SUPPORTED_VERSIONS.filter((version) => eraOf(version) === 'legacy')
  const about = fromPlain({ supported, requested })
  const message = 'This server speaks revisions that begin with initialize.'
  return jsonSent(400, errorOf(id, ERROR.unsupportedVersion, message, about))
}

function jsonSent(status: number, message: JsonObject): Sent {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: bodyOf(serializeJson(message)), handedOver: true }
}

function bodyOf(text: string | null): Body {
  async function* read(): AsyncGenerator<Uint8Array, undefined> {
    if (text !== null) yield Buffer.from(text)
  }
  return { [Symbol.asyncIterator]: read, cancel: () => {} }
}
