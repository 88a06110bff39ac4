// The record of calls, for everyone in the organisation.
import type { CallFilter } from '#lib/data/calls.ts'
import * as rows from '#lib/data/calls.ts'
import type { CallRow, Member, Page } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import { requirePermission } from '#lib/role.ts'

/** Newest first, 50 a page; `keptSince` says from when on calls are kept. @throws Fault invalid-input (a cursor that no page gave) */
export async function listCalls(
  member: Member,
  { cursor, ...filter }: CallFilter & { cursor?: string | undefined },
): Promise<Page<CallRow> & { readonly keptSince: Date | null }> {
  requirePermission(member, 'calls.read')
  // No row holds a NUL, and Postgres takes none in a comparison either.
  if (Object.values(filter).some((value) => typeof value === 'string' && value.includes('\0')))
    return { items: [], nextCursor: null, keptSince: null }
  return rows.listCalls(member.organisation, filter, cursor)
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

/**
 * How often each tool of a server was called in the 7 days before `now` (ms), refused calls among them;
 * a tool that was not is left out. @throws Fault not-found
 */
export async function callsOfTheWeek(
  member: Member,
  serverId: string,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  requirePermission(member, 'calls.read')
  await requireServer(member.organisation, serverId)
  return rows.countCallsByTool(member.organisation, serverId, new Date(now - WEEK_MS))
}

/** @throws Fault not-found */
export async function getCall(member: Member, callId: string): Promise<CallRow> {
  requirePermission(member, 'calls.read')
  return rows.requireCall(member.organisation, callId)
}

const AROUND = 5

/** Up to five calls of the same grant on each side of one, within a day; newest first. */
export async function callsAround(
  member: Member,
  call: CallRow,
): Promise<{ readonly before: readonly CallRow[]; readonly after: readonly CallRow[] }> {
  requirePermission(member, 'calls.read')
  return rows.findCallsAround(member.organisation, call, AROUND)
}
