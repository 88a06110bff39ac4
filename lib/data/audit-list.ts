// Reading the record: pages of it, and all of it for an export. Plain SQL, because what is looked for by time must name
// the time, so that old months are not touched.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { AuditEvent, Organisation, Page } from './model.ts'

const PAGE_SIZE = 50
const EXPORT_SIZE = 500

export type AuditFilter = {
  /** A user's id. */
  readonly actorId?: string | undefined
  /** An action, or the noun before its dot. */
  readonly kind?: string | undefined
  /** From then on. */
  readonly from?: Date | undefined
  /** Before then. */
  readonly until?: Date | undefined
}
/** An entry with its place in the chain. */
export type RecordedEvent = AuditEvent & {
  /** null where it is not sealed yet. */
  readonly sequence: number | null
}

/** Newest first, 50 a page. @throws Fault invalid-input (a cursor that no page gave) */
export async function listAuditEvents(
  organisation: Organisation,
  filter: AuditFilter,
  cursor?: string,
): Promise<Page<RecordedEvent>> {
  const rows = await select(organisation, filter, readCursor(cursor), PAGE_SIZE + 1)
  const page = rows.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  return {
    items: page,
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.at.toISOString(), last.id) : null,
  }
}

/** All that fits, newest first, in pieces of 500: never more of it in memory. */
export async function* allAuditEvents(
  organisation: Organisation,
  filter: AuditFilter,
): AsyncGenerator<readonly RecordedEvent[]> {
  let place: { at: string; id: string } | null = null
  for (;;) {
    const rows: RecordedEvent[] = await select(organisation, filter, place, EXPORT_SIZE)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < EXPORT_SIZE) return
    place = { at: last.at.toISOString(), id: last.id }
  }
}

type Row = Omit<RecordedEvent, 'sequence'> & { sequence: bigint | null }

// The place of each is looked up by its batch's times, which are a second or so.
async function select(
  { id }: Organisation,
  { actorId, kind, from, until }: AuditFilter,
  before: { at: string; id: string } | null,
  limit: number,
): Promise<RecordedEvent[]> {
  const conditions = [
    Prisma.sql`e.organisation_id = ${id}`,
    ...(actorId === undefined ? [] : [Prisma.sql`e.actor_id = ${actorId}`]),
    ...(kind === undefined ? [] : [Prisma.sql`(e.action = ${kind} OR starts_with(e.action, ${`${kind}.`}))`]),
    ...(from ? [Prisma.sql`e.at >= ${from}`] : []),
    ...(until ? [Prisma.sql`e.at < ${until}`] : []),
    ...(before ? [Prisma.sql`(e.at, e.id) < (${before.at}::timestamptz, ${before.id})`] : []),
  ]
  const rows = await database().$queryRaw<Row[]>`
    SELECT e.id, e.at, u.email AS actor, e.actor_kind AS "actorKind", e.key_id AS "keyId", e.request_id AS "requestId",
           e.address, e.action, e.target, e.detail, s.sequence
      FROM (SELECT * FROM audit_event e WHERE ${Prisma.join(conditions, ' AND ')}
             ORDER BY e.at DESC, e.id DESC LIMIT ${limit}) e
      LEFT JOIN "user" u ON u.id = e.actor_id
      LEFT JOIN LATERAL (
        SELECT s.first_sequence + array_position(s.ids, e.id) - 1 AS sequence FROM audit_seal s
         WHERE s.organisation_id = e.organisation_id AND e.at BETWEEN s.oldest_at AND s.newest_at AND e.id = ANY (s.ids)
         LIMIT 1) s ON true
     ORDER BY e.at DESC, e.id DESC`
  return rows.map((row) => ({ ...row, sequence: row.sequence === null ? null : Number(row.sequence) }))
}
