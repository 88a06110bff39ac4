// One open page that is told what happens in its organisation.
import type { CallFilter } from '#lib/data/calls.ts'
import type { PlacedCall } from '#lib/data/live.ts'
import type { Member } from '#lib/data/model.ts'
import type { LiveCall, LiveEvent } from '#lib/live/index.ts'

export type Watcher = {
  readonly member: Member
  /** The token of the session that it was opened with: it ends with that. */
  readonly token: string
  /** Which calls it is told of; null for none. */
  readonly filter: CallFilter | null
  /** Whether it is told what clients try. */
  readonly attempts: boolean
  /** Until where it knows all there was; null where it knows nothing and asks for nothing older. */
  readonly since: string | null
  send(event: LiveEvent, position: string | null): void
  /** Cuts the stream, so that the page comes back from where it was. */
  cut(): void
}

export function fits(call: PlacedCall, filter: CallFilter): boolean {
  return (
    (filter.serverId === undefined || filter.serverId === call.serverId) &&
    (filter.grantId === undefined || filter.grantId === call.grantId) &&
    (filter.tool === undefined || filter.tool === call.tool) &&
    (filter.decision === undefined || filter.decision === call.decision) &&
    (filter.rule === undefined || filter.rule === call.rule) &&
    (filter.from === undefined || filter.from <= call.at.getTime()) &&
    (filter.until === undefined || call.at.getTime() < filter.until)
  )
}

/** The same filters are read once. */
export function filterKey({ serverId, grantId, tool, decision, rule, from, until }: CallFilter): string {
  return JSON.stringify([serverId, grantId, tool, decision, rule, from, until])
}

/** A row for the wire: no words of the refusal, no names of arguments. */
export function liveCall(call: PlacedCall): LiveCall {
  const { id, serverId, serverName, grantId, grantLabel, method, tool, decision, rule, reason } = call
  const { outcome, latencyMs, policyId, policyVersion, repeats, risk } = call
  const names = { serverId, serverName, grantId, grantLabel, method, tool }
  const judged = { decision, rule, reason, policyId, policyVersion }
  const lastAt = call.lastAt?.toISOString() ?? null
  return { id, at: call.place, ...names, ...judged, risk, outcome, latencyMs, repeats, lastAt }
}
