// What goes to one server and is named again by it, or by its client: a client's progress token goes up sealed to the
// server, so that none reports another's progress; what a client answers by comes down with the server's id before it.
import type { Json } from '#lib/json/index.ts'
import type { RequestId } from '#lib/mcp/index.ts'
import type { Sealer } from '../seal.ts'

type Holder = {
  readonly serverId: string
  readonly organisationId: string
  readonly grantId: string
  readonly sealer: Sealer
}

/** The token as the server gets it. */
export function sealProgress(holder: Holder, token: Json): string {
  return holder.sealer.seal(boundTo(holder), JSON.stringify(token))
}

/** The client's own token; null for one that this server was never given. */
export function openProgress(holder: Holder, sealed: Json | undefined): RequestId | null {
  const opened = typeof sealed === 'string' ? holder.sealer.open(boundTo(holder), sealed) : null
  return opened === null ? null : (JSON.parse(opened) as RequestId)
}

function boundTo({ organisationId, grantId, serverId }: Holder): string[] {
  return ['progress', organisationId, grantId, serverId]
}

const MARKED = /^(srv_[0-9a-z]{28})\.(.+)$/s

/** Whose something is that came down with a server's id before it, and what stands behind that; null for anything else. */
export function readMarked(text: Json | undefined): { serverId: string; own: string } | null {
  const parts = typeof text === 'string' ? MARKED.exec(text) : null
  return parts?.[1] && parts[2] ? { serverId: parts[1], own: parts[2] } : null
}

/** The same for an id, whose type counts. */
export function readMarkedId(text: Json | undefined): { serverId: string; own: RequestId } | null {
  const read = readMarked(text)
  if (!read) return null
  try {
    const own: unknown = JSON.parse(read.own)
    return typeof own === 'string' || typeof own === 'number' ? { serverId: read.serverId, own } : null
  } catch {
    return null
  }
}
