// Spans of time to read the record of calls by. A statement that names a span is planned for the partitions
// of that span alone, so that a page costs the same however long calls are kept.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database } from './client.ts'
import type { Organisation } from './model.ts'

export const DAY_MS = 86_400_000
const FIRST_SPAN_MS = 8 * DAY_MS
const WIDER = 4

/** The database's clock, and from when on the organisation keeps its calls: both in ms. */
export async function findKept(organisation: Organisation): Promise<{ now: number; keptSince: number }> {
  const [row] = await database().$queryRaw<{ now: Date; kept_since: Date }[]>`
    SELECT clock_timestamp() AS now, clock_timestamp() - make_interval(days => retention_days) AS kept_since
    FROM organisation WHERE id = ${organisation.id}`
  // An organisation that is gone keeps nothing.
  if (!row) return { now: Date.now(), keptSince: Date.now() }
  return { now: row.now.getTime(), keptSince: row.kept_since.getTime() }
}

/** Spans from `until` back to `oldest`, each four times as long as the one before it. In ms. */
export function spansBack(until: number, oldest: number): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = []
  for (let end = until, length = FIRST_SPAN_MS; end > oldest; length *= WIDER) {
    const from = Math.max(end - length, oldest)
    spans.push({ from, until: end })
    end = from
  }
  return spans
}

/** The condition that a call's time lies in a span; `from` belongs to it, `until` does not. In ms. */
export function spanSql(from: number, until: number): Prisma.Sql {
  return Prisma.sql`call.at >= ${iso(from)}::timestamptz AND call.at < ${iso(until)}::timestamptz`
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
