// Reading a server's tools, and what that says of the server.

import type { Member, ServerStatus } from '#lib/data/model.ts'
import type { Reading } from '#lib/data/server-changes.ts'
import { findUpstream, type UpstreamRow } from '#lib/data/servers.ts'
import { env } from '#lib/env.ts'
import { Fault, type FaultCode } from '#lib/fault.ts'
import { serializeJson } from '#lib/json/index.ts'
import { openHeaders, type Target, type ToolList } from '#lib/upstream/index.ts'

const STATUSES: Readonly<Partial<Record<FaultCode, ServerStatus>>> = {
  'upstream-unreachable': 'unreachable',
  'upstream-slow': 'unreachable',
  'upstream-away': 'unreachable',
  'upstream-unauthorised': 'unauthorised',
  'upstream-not-mcp': 'not_mcp',
}

/** Where a registered server is reached, with its headers opened. @throws Fault not-found, internal */
export async function targetOf(member: Member, serverId: string): Promise<Target> {
  const row: UpstreamRow = await findUpstream(member.organisation, serverId)
  const owner = { organisationId: member.organisation.id, serverId }
  return {
    url: row.url,
    headers: row.sealedHeaders ? openHeaders(env().secretKey, owner, row.sealedHeaders) : {},
    allowPrivate: env().allowPrivateUpstreams,
    // At an address that was never read it has to be found out.
    ...(row.readAt !== null && { transport: row.transport === 'sse' ? ('sse' as const) : ('http' as const) }),
  }
}

export function readingOf(list: ToolList): Reading {
  return {
    status: 'ready',
    statusMessage: '',
    protocol: list.protocol,
    serverInfo: serializeJson(list.serverInfo),
  }
}

/** What a failed reading says of the server; a fault that is not about the server is thrown on. */
export function readingOfFault(error: unknown): Reading {
  if (!(error instanceof Fault) || !/^(upstream|url|address)-/.test(error.code)) throw error
  return {
    status: STATUSES[error.code] ?? 'error',
    statusMessage: error.message,
    protocol: null,
    serverInfo: null,
  }
}
