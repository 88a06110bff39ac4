// The record of calls, for everyone in the organisation.
import type { CallFilter } from '#lib/data/calls.ts'
import * as rows from '#lib/data/calls.ts'
import type { CallRow, Member, Page } from '#lib/data/model.ts'
import { requireRole } from '#lib/role.ts'

/** Newest first, 50 a page. @throws Fault invalid-input (a cursor that no page gave) */
export async function listCalls(
  member: Member,
  { cursor, ...filter }: CallFilter & { cursor?: string | undefined },
): Promise<Page<CallRow>> {
  requireRole(member, 'viewer')
  // No row holds a NUL, and Postgres takes none in a comparison either.
  if (Object.values(filter).some((value) => value?.includes('\0'))) return { items: [], nextCursor: null }
  return rows.listCalls(member.organisation, filter, cursor)
}

/** @throws Fault not-found */
export async function getCall(member: Member, callId: string): Promise<CallRow> {
  requireRole(member, 'viewer')
  return rows.requireCall(member.organisation, callId)
}
