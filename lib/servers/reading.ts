// Reading a server's tools, and what that says of the server.

import { createAccesses, withAccess } from '#lib/access/index.ts'
import type { Member, ServerStatus } from '#lib/data/model.ts'
import { tokenStore } from '#lib/data/own-connections.ts'
import type { Reading } from '#lib/data/server-changes.ts'
import { findUpstream, type UpstreamRow } from '#lib/data/servers.ts'
import { env } from '#lib/env.ts'
import { Fault, type FaultCode } from '#lib/fault.ts'
import { serializeJson } from '#lib/json/index.ts'
import { openHeaders, type ReadOptions, readTools, type Target, type ToolList } from '#lib/upstream/index.ts'

const STATUSES: Readonly<Partial<Record<FaultCode, ServerStatus>>> = {
  'upstream-unreachable': 'unreachable',
  'upstream-slow': 'unreachable',
  'upstream-away': 'unreachable',
  'upstream-unauthorised': 'unauthorised',
  'upstream-not-connected': 'unauthorised',
  'upstream-not-renewed': 'unreachable',
  'upstream-not-mcp': 'not_mcp',
}

/** A registered server as it is reached, with its headers opened. */
export type Reachable = { readonly target: Target; readonly isSignedInTo: boolean }

/** @throws Fault not-found, internal */
export async function reachable(member: Member, serverId: string): Promise<Reachable> {
  const row: UpstreamRow = await findUpstream(member.organisation, serverId)
  const owner = { organisationId: member.organisation.id, serverId }
  const target = {
    url: row.url,
    headers: row.sealedHeaders ? openHeaders(env().secretKey, owner, row.sealedHeaders) : {},
    allowPrivate: env().allowPrivateUpstreams,
    // At an address that was never read it has to be found out.
    ...(row.readAt !== null && { transport: row.transport === 'sse' ? ('sse' as const) : ('http' as const) }),
  }
  return { target, isSignedInTo: row.oauth !== null }
}

/**
 * Reads its tools: where it is signed in to, with the account that reads them for everybody, whoever asks.
 * @throws Fault upstream-not-connected, and those of `readTools`
 */
export function readToolsOf(
  member: Member,
  serverId: string,
  { target, isSignedInTo }: Reachable,
  options: ReadOptions = {},
): Promise<ToolList> {
  if (!isSignedInTo) return readTools(target, options)
  const { secretKey, allowPrivateUpstreams: allowPrivate, appUrl } = env()
  const accesses = createAccesses({ pool: tokenStore(), secretKey, reach: { allowPrivate, appUrl } })
  const asked = { organisationId: member.organisation.id, serverId, userId: null }
  return withAccess(accesses, asked, target, (shown) => readTools(shown, options))
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
