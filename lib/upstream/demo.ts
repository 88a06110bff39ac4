// The demo server is part of the product: it is reached as every other server is, but without a network.
import { answerDemo } from '#lib/demo/index.ts'
import { serializeJson } from '#lib/json/index.ts'
import type { Body } from './response-body.ts'
import type { Sent, UpstreamRequest } from './send.ts'

/** What the demo server answers: JSON to a POST; no streams, and no sessions to end. */
export function sendToDemo({ method, headers, body = '' }: UpstreamRequest): Sent {
  if (method !== 'POST') return answered(405, null)
  const { status, body: json } = answerDemo(body, headers['mcp-protocol-version'])
  return answered(status, json === null ? null : serializeJson(json))
}

function answered(status: number, json: string | null): Sent {
  const bytes = new TextEncoder().encode(json ?? '')
  const headers: Record<string, string> = json === null ? {} : { 'content-type': 'application/json' }
  return { status, headers, body: bodyOf(bytes), handedOver: true }
}

function bodyOf(bytes: Uint8Array): Body {
  async function* chunks() {
    if (bytes.length > 0) yield bytes
  }
  return { [Symbol.asyncIterator]: chunks, cancel: () => {}, takeWhole: () => bytes }
}
