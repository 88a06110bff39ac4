// What this gateway says of itself where no one server speaks.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { META } from '#lib/mcp/index.ts'
import { RELEASE } from '../release.ts'

export function ownInfo(): JsonObject {
  return jsonObject([
    ['name', RELEASE.name],
    ['version', RELEASE.version],
  ])
}

/** What stands in `_meta` of a 2026-07-28 result that no one server has given. */
export function ownMeta(): [string, Json][] {
  return [[META.serverInfo, ownInfo()]]
}
