// Emergency stops as people see them: those that hold, and all there were.
import { Fault } from '#lib/fault.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf } from './audit.ts'
import { database } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { Organisation, Page, Stop, StopScope } from './model.ts'
import { isOwnId } from './own-id.ts'

const PAGE_SIZE = 50

type Row = {
  id: string
  scope: StopScope
  subjectId: string
  subjectName: string
  reason: string
  setAt: Date
  setById: string
  endsAt: Date | null
  liftedAt: Date | null
  liftedById: string | null
  state: Stop['state']
  /** ISO text to the microsecond. */
  place: string
}

const COLUMNS = Prisma.sql`
  e.id, e.scope, e.subject_id AS "subjectId", e.subject_name AS "subjectName", e.reason, e.set_at AS "setAt",
  e.set_by_id AS "setById", e.ends_at AS "endsAt", e.lifted_at AS "liftedAt", e.lifted_by_id AS "liftedById",
  to_char(e.set_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place,
  CASE WHEN e.lifted_at IS NOT NULL THEN 'lifted'
       WHEN e.ends_at <= clock_timestamp()
         OR e.scope = 'server' AND NOT EXISTS (
              SELECT FROM server s WHERE s.organisation_id = e.organisation_id AND s.id = e.subject_id)
         OR e.scope = 'grant' AND NOT EXISTS (
              SELECT FROM "grant" g
               WHERE g.organisation_id = e.organisation_id AND g.id = e.subject_id AND g.revoked_at IS NULL)
       THEN 'ended' ELSE 'holding' END AS state`

/** The stops that hold now, the newest first. */
export async function listHoldingStops({ id }: Organisation): Promise<Stop[]> {
  const rows = await database().$queryRaw<Row[]>`
    SELECT * FROM (SELECT ${COLUMNS} FROM emergency_stop e
                    WHERE e.organisation_id = ${id} AND e.lifted_at IS NULL) stops
     WHERE state = 'holding' ORDER BY place DESC, id DESC`
  return toStops(rows)
}

/** All there were, the newest first, 50 a page. @throws Fault invalid-input (a cursor that no page gave) */
export async function listStops({ id }: Organisation, cursor?: string): Promise<Page<Stop>> {
  const before = readCursor(cursor)
  const older = before
    ? Prisma.sql`AND (e.set_at, e.id) < (${before.at}::timestamptz, ${before.id})`
    : Prisma.empty
  const rows = await database().$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM emergency_stop e WHERE e.organisation_id = ${id} ${older}
     ORDER BY e.set_at DESC, e.id DESC LIMIT ${PAGE_SIZE + 1}`
  const page = rows.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  return {
    items: await toStops(page),
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.place, last.id) : null,
  }
}

/** @throws Fault not-found */
export async function requireStop(organisation: Organisation, stopId: string): Promise<Stop> {
  if (!isOwnId('stp', organisation, stopId)) throw stopNotFound()
  const [row] = await database().$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM emergency_stop e WHERE e.organisation_id = ${organisation.id} AND e.id = ${stopId}`
  const [stop] = row ? await toStops([row]) : []
  if (!stop) throw stopNotFound()
  return stop
}

async function toStops(rows: readonly Row[]): Promise<Stop[]> {
  const emails = await emailsOf(rows.flatMap(({ setById, liftedById }) => [setById, liftedById]))
  return rows.map(({ setById, liftedById, place: _, ...row }) => ({
    ...row,
    setBy: emails.get(setById) ?? null,
    liftedBy: liftedById === null ? null : (emails.get(liftedById) ?? null),
  }))
}

function stopNotFound(): Fault {
  return new Fault('not-found', 'There is no such stop. The list shows those there are.')
}
