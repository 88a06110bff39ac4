// What an open page is told of is read from the tables while somebody watches: nothing on the way of a call
// knows of it. Read twice is harmless; missed is not.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import {
  type CallFilter,
  conditionsOf,
  type Row,
  selectCalls,
  selectCallsByKey,
  toCall,
} from './call-rows.ts'
import { database } from './client.ts'
import type { CallRow, Organisation } from './model.ts'

/** A call with its place in time to the microsecond, and when it was closed. */
export type PlacedCall = CallRow & { readonly place: string; readonly closedAt: Date | null }

/** Something that people are told of, as `note_event` wrote it down. */
export type LiveNotice = {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly severity: string
  readonly subject: string
  readonly detail: unknown
}

/**
 * The instant (ISO 8601, microseconds) up to which everything that was written can be seen by whatever is read
 * after this. A transaction makes its records visible when it ends, under times from before: those that have
 * begun hold it back, writers for a minute at most, and what has not written yet for five seconds.
 */
export async function readHorizon(): Promise<string> {
  const [row] = await database().$queryRaw<{ horizon: string }[]>`
    SELECT to_char((least(clock_timestamp(), greatest(clock_timestamp() - interval '1 minute', (
             SELECT min(xact_start) FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND (backend_xid IS NOT NULL OR xact_start > clock_timestamp() - interval '5 seconds'))
           )) - interval '20 milliseconds') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS horizon`
  if (!row) throw new Error('no horizon')
  return row.horizon
}

/** Calls from an instant on that fit a filter, newest first, `most` of them. */
export async function readCallsFrom(
  organisation: Organisation,
  from: string,
  filter: CallFilter,
  most: number,
): Promise<PlacedCall[]> {
  const iso = (ms: number) => new Date(ms).toISOString()
  const span = [
    Prisma.sql`call.at >= ${from}::timestamptz`,
    ...(filter.from === undefined ? [] : [Prisma.sql`call.at >= ${iso(filter.from)}::timestamptz`]),
    ...(filter.until === undefined ? [] : [Prisma.sql`call.at < ${iso(filter.until)}::timestamptz`]),
  ]
  return (await selectCalls(organisation, [...span, ...conditionsOf(filter)], most)).map(placed)
}

/** Calls as they are now, by their keys. */
export async function readCallsAgain(
  organisation: Organisation,
  keys: readonly { readonly id: string; readonly at: string }[],
): Promise<PlacedCall[]> {
  return keys.length === 0 ? [] : (await selectCallsByKey(organisation, keys)).map(placed)
}

/** What people are told of, from an instant on, oldest first; the newest hundred. */
export async function readNoticesFrom(organisation: Organisation, from: string): Promise<LiveNotice[]> {
  const rows = await database().event.findMany({
    // Its times are kept in milliseconds, rounded: one more on either side.
    where: { organisationId: organisation.id, at: { gte: new Date(Date.parse(from) - 1) } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 100,
  })
  return rows.reverse()
}

function placed(row: Row): PlacedCall {
  return { ...toCall(row), place: row.at_text, closedAt: row.closed_at }
}
