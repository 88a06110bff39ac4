// What differs between protocol revisions, in one table. "modern" is the stateless wire of
// 2026-07-28; "legacy" is everything that opens with `initialize` (basic/transports of each revision).

import { fromPlain, isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'

export type Era = 'legacy' | 'modern'

const REVISIONS = {
  '2024-11-05': 'legacy',
  '2025-03-26': 'legacy',
  '2025-06-18': 'legacy',
  '2025-11-25': 'legacy',
  '2026-07-28': 'modern',
} as const satisfies Record<string, Era>

/** Every revision this gateway can read, oldest first. */
export const SUPPORTED_VERSIONS: readonly string[] = Object.keys(REVISIONS)

/** A legacy request without the version header means this one (2025-11-25, basic/transports). */
export const ASSUMED_VERSION = '2025-03-26'

/** The era of a revision, or null for one this gateway does not know. */
export function eraOf(version: string): Era | null {
  return Object.hasOwn(REVISIONS, version) ? REVISIONS[version as keyof typeof REVISIONS] : null
}

/** Keys that the protocol itself uses under `_meta`. */
export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  relatedTask: 'io.modelcontextprotocol/related-task',
} as const

/** The stateless revision, and the newest of the others. */
export const MODERN_VERSION = '2026-07-28'
export const NEWEST_LEGACY_VERSION = '2025-11-25'

/** The `_meta` of a 2026-07-28 request for a client that can be asked nothing. @param clientInfo plain JSON, or undefined */
export function modernMeta(clientInfo: unknown): JsonObject {
  const info = clientInfo === undefined ? undefined : fromPlain(clientInfo)
  return jsonObject([
    [META.protocolVersion, MODERN_VERSION],
    [META.clientCapabilities, jsonObject()],
    ...(isJsonObject(info) ? [[META.clientInfo, info] as const] : []),
  ])
}

/** The extension under which 2026-07-28 servers offer tasks. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks'

/**
 * The `data` of an UnsupportedProtocolVersion error (-32022): what a client may try instead. One that
 * names its version in `_meta` is told of those that are named there; the others open with `initialize`.
 */
export function unsupported(requested: Json, era: Era | null = null): JsonObject {
  return jsonObject([
    ['supported', SUPPORTED_VERSIONS.filter((version) => era === null || eraOf(version) === era)],
    ['requested', requested],
  ])
}
