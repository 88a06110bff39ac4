// The opaque state of an answer that asks for more (2026-07-28, SEP-2322) comes back only with the very
// call that it was given for: same grant, server, tool and arguments, and not much later.
import { createHash } from 'node:crypto'
import type { Facts } from '#lib/data/admission/index.ts'
import { canonicalJson, jsonObject, member } from '#lib/json/index.ts'
import type { McpRequest } from '#lib/mcp/index.ts'
import type { Sealer } from './seal.ts'

const MAX_AGE_MS = 60 * 60 * 1000

export function sealState(sealer: Sealer, facts: Facts, request: McpRequest, state: string): string {
  return sealer.seal(boundTo(facts, request), JSON.stringify([facts.at, state]))
}

/** The upstream's own state, or null where it was not given for this call, or too long ago. */
export function openState(sealer: Sealer, facts: Facts, request: McpRequest, sealed: string): string | null {
  const opened = sealer.open(boundTo(facts, request), sealed)
  if (opened === null) return null
  const [givenAt, state] = JSON.parse(opened) as [number, string]
  return facts.at - givenAt <= MAX_AGE_MS ? state : null
}

function boundTo(facts: Facts, request: McpRequest): string[] {
  const { params } = request
  const about = [
    member(params, 'name') ?? null,
    member(params, 'uri') ?? null,
    member(params, 'arguments') ?? jsonObject(),
  ]
  const digest = createHash('sha256').update(canonicalJson(about)).digest('hex')
  return ['state', facts.organisationId, facts.grant.id, facts.server?.id ?? '', request.method, digest]
}
