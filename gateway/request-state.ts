// What a server asks for in between (2026-07-28, SEP-2322) is answered by a new call. The state that goes
// with it is ours: the server's own, if it gave one, with the keys that were asked and how often, sealed
// to the very call that it was given for: same grant, server, tool and arguments, and not much later.
import { createHash } from 'node:crypto'
import type { Facts } from '#lib/data/admission/index.ts'
import { canonicalJson, jsonObject, member } from '#lib/json/index.ts'
import type { AskGroup, McpRequest } from '#lib/mcp/index.ts'
import type { Sealer } from './seal.ts'

export type RequestState = {
  /** The server's own; null where it gave none, and then none goes up. */
  readonly own: string | null
  readonly asked: ReadonlyMap<string, AskGroup>
  /** How many times the server has asked for this call, this time included. */
  readonly round: number
}

const MAX_AGE_MS = 60 * 60 * 1000

export function sealState(sealer: Sealer, facts: Facts, request: McpRequest, state: RequestState): string {
  const { own, asked, round } = state
  return sealer.seal(boundTo(facts, request), JSON.stringify([facts.at, own, [...asked], round]))
}

/** The state, or null where it was not given for this call, or too long ago. */
export function openState(
  sealer: Sealer,
  facts: Facts,
  request: McpRequest,
  sealed: string,
): RequestState | null {
  const opened = sealer.open(boundTo(facts, request), sealed)
  if (opened === null) return null
  const [givenAt, own, asked = [], round = 1] = JSON.parse(opened) as [
    number,
    string | null,
    [string, AskGroup][]?,
    number?,
  ]
  return facts.at - givenAt <= MAX_AGE_MS ? { own, asked: new Map(asked), round } : null
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
