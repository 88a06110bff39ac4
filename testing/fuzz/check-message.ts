// [A, B8] One client message with its headers: where we take it, no reader, however forgiving, has
// another method, tool or argument; the official SDKs agree on kind and era; and what goes up in its place
// reads the same everywhere.
import { CallToolRequestSchema, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import { classifyInboundRequest } from '@modelcontextprotocol/server'
import { type JsonObject, member, serializeJson, toPlain } from '#lib/json/index.ts'
import {
  checkHeaders,
  type McpMessage,
  protocolHeaders,
  type ReadMessage,
  readMessage,
  requestMessage,
  responseMessage,
} from '#lib/mcp/index.ts'
import { type Checked, checkJson } from './check-json.ts'
import { formOf } from './form.ts'
import { HEADER_READERS } from './header-readers.ts'
import { LENIENT_READERS, lenientReading, type Reading } from './lenient.ts'

export type Sent = {
  readonly text: string
  readonly headers: { version?: string | undefined; method?: string | undefined; name?: string | undefined }
}
type Read = (text: string) => ReadMessage
type CheckHeaders = typeof checkHeaders

/** @param read and `check` what is examined: ours, or ones with a known fault to see that it is found */
export function checkMessage(
  sent: Sent,
  read: Read = readMessage,
  check: CheckHeaders = checkHeaders,
): Checked {
  const found = read(sent.text)
  if (!found.ok) return { accepted: false, why: null }
  const { version, method, name } = sent.headers
  const headers = check(found.message, { version, method, name })
  if (!headers.ok) return { accepted: false, why: null }
  return { accepted: true, why: difference(sent, found.message, headers.version) }
}

function difference(sent: Sent, message: McpMessage, version: string): string | null {
  const written = writtenOf(message)
  const mine = readingOf(message)
  for (const text of [sent.text, written]) {
    const json = checkJson(text)
    if (!json.accepted) return `lib/json refuses ${text}`
    if (json.why) return json.why
    for (const [name, reader] of Object.entries(LENIENT_READERS)) {
      const reading = lenientReading(text, reader)
      const key = (Object.keys(mine) as (keyof Reading)[]).find((each) => reading[each] !== mine[each])
      if (key) return `a reader that ${name} has ${key} = ${reading[key]}, we have ${mine[key]} in ${text}`
    }
    const sdk = sdkDifference(text, message)
    if (sdk) return sdk
  }
  return headerDifference(sent, message, version)
}

function sdkDifference(text: string, message: McpMessage): string | null {
  const value: unknown = JSON.parse(text)
  const parsed = JSONRPCMessageSchema.safeParse(value)
  if (!parsed.success) return null
  const { data } = parsed
  const kind = 'method' in data ? ('id' in data ? 'request' : 'notification') : 'response'
  if (kind !== message.kind) return `SDK v1 reads a ${kind}, we read a ${message.kind}`
  if (message.kind === 'response') return null
  if ('method' in data && data.method !== message.method) return `SDK v1 reads the method ${data.method}`
  const call = CallToolRequestSchema.safeParse(value)
  if (call.success !== (message.method === 'tools/call')) return `SDK v1 takes it for a tool call, or not`
  if (!call.success) return null
  const { name, arguments: args } = call.data.params
  const own = { name: member(message.params, 'name'), args: member(message.params, 'arguments') }
  if (name !== own.name) return `SDK v1 reads the tool ${name}`
  // SDK v1 leaves `__proto__` out of every record that it reads.
  const form = own.args === undefined ? undefined : formOf(withoutProto(toPlain(own.args)))
  return (args === undefined ? undefined : formOf(args)) === form ? null : `SDK v1 reads other arguments`
}

function withoutProto(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '__proto__'))
}

function headerDifference({ text, headers }: Sent, message: McpMessage, version: string): string | null {
  const outcome = classifyInboundRequest({
    httpMethod: 'POST',
    body: JSON.parse(text),
    ...(headers.version !== undefined && { protocolVersionHeader: headers.version }),
    ...(headers.method !== undefined && { mcpMethodHeader: headers.method }),
    ...(headers.name !== undefined && { mcpNameHeader: headers.name }),
  })
  const era = message.kind === 'response' ? 'legacy' : message.era
  if (message.kind !== 'response' && (outcome.kind === 'modern' || outcome.kind === 'legacy')) {
    if (outcome.kind !== era) return `SDK v2 takes it for ${outcome.kind}, we for ${era}`
  }
  const named = message.kind === 'request' && era === 'modern' && message.rule.named
  const inBody = named ? member(message.params, named) : undefined
  const again = protocolHeaders(message, version)
  if (typeof inBody !== 'string') return null
  for (const [name, decode] of Object.entries(HEADER_READERS)) {
    const reads = headers.name === undefined ? null : decode(headers.name)
    if (reads !== null && reads !== inBody) return `a header reader that ${name} has ${JSON.stringify(reads)}`
    const written = decode(again['mcp-name'] ?? '')
    if (written !== null && written !== inBody) return `in what we write, one that ${name} has ${written}`
  }
  return null
}

function writtenOf(message: McpMessage): string {
  if (message.kind === 'response') return serializeJson(responseMessage(message.id, message.body))
  const id = message.kind === 'request' ? message.id : null
  return serializeJson(requestMessage(id, message.method, message.params))
}

function readingOf(message: McpMessage): Reading {
  const params: JsonObject | null = message.kind === 'response' ? null : message.params
  const shown = (key: string) => {
    const value = params ? member(params, key) : undefined
    return value === undefined ? null : formOf(toPlain(value))
  }
  return {
    method: message.kind === 'response' ? null : formOf(message.method),
    id: message.kind === 'notification' ? null : formOf(message.id),
    name: shown('name'),
    uri: shown('uri'),
    arguments: shown('arguments'),
  }
}
