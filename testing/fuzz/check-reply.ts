// One message of a server: what we take it for, SDK v1 takes it for as well, with the same id and method.
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Reply } from '#lib/mcp/index.ts'
import { type Checked, checkJson } from './check-json.ts'

/** @param read what is examined */
export function checkReply(text: string, read: (text: string) => Reply | null): Checked {
  const reply = read(text)
  if (reply === null) return { accepted: false, why: null }
  const json = checkJson(text)
  if (!json.accepted || json.why) return { accepted: true, why: json.why ?? 'lib/json refuses it' }
  return { accepted: true, why: difference(text, reply) }
}

function difference(text: string, reply: Reply): string | null {
  const parsed = JSONRPCMessageSchema.safeParse(JSON.parse(text))
  if (!parsed.success) return null
  const { data } = parsed
  const kind =
    'method' in data ? ('id' in data ? 'request' : 'notification') : 'error' in data ? 'error' : 'result'
  if (kind !== reply.kind) return `SDK v1 reads ${kind}, we read ${reply.kind}`
  if ('method' in data && 'method' in reply && data.method !== reply.method)
    return `SDK v1 reads the method ${data.method}`
  const id = 'id' in data ? (data.id ?? null) : null
  return 'id' in reply && reply.id !== id ? `SDK v1 reads the id ${id}` : null
}
