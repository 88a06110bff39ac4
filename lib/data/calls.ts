// Reading the call records that admission wrote. Plain SQL: pages are cut between microseconds, which
// Prisma's dates cannot tell apart, and a call outlives the server and grant it names.
import { Fault } from '#lib/fault.ts'
import { madeAt } from '#lib/id.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { type CallFilter, conditionsOf, type Row, selectCalls, toCall } from './call-rows.ts'
import { DAY_MS, findKept, spanSql, spansBack } from './call-spans.ts'
import { database } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { CallRow, Organisation, Page } from './model.ts'
import { isOwnId } from './own-id.ts'

export type { CallFilter } from './call-rows.ts'

const PAGE_SIZE = 50

/**
 * Calls, newest first, 50 a page where nothing else is said: those that the organisation keeps.
 * @returns `keptSince`: what is older is not shown, and deleted soon
 */
export async function listCalls(
  organisation: Organisation,
  filter: CallFilter,
  cursor?: string,
  size = PAGE_SIZE,
): Promise<Page<CallRow> & { readonly keptSince: Date }> {
  const before = readCursor(cursor)
  const { now, keptSince } = await findKept(organisation)
  const conditions = conditionsOf(filter)
  const rows: Row[] = []
  const end = Math.min(now + DAY_MS, filter.until ?? Number.POSITIVE_INFINITY)
  const begin = before ? Math.min(Date.parse(before.at) + 1, end) : end
  for (const { from, until } of spansBack(begin, Math.max(keptSince, filter.from ?? keptSince))) {
    const place = before ? [Prisma.sql`(call.at, call.id) < (${before.at}::timestamptz, ${before.id})`] : []
    const span = [spanSql(from, until), ...place, ...conditions]
    rows.push(...(await selectCalls(organisation, span, size + 1 - rows.length)))
    if (rows.length > size) break
  }
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return {
    items: page.map(toCall),
    nextCursor: last && rows.length > size ? cursorText(last.at_text, last.id) : null,
    keptSince: new Date(keptSince),
  }
}

/**
 * How many calls of each tool of a server are on record in the eight days from then; a tool without one is
 * left out. Rows are counted in one index alone, what refusals stand for beyond one call by another.
 */
export async function countCallsByTool(
  organisation: Organisation,
  serverId: string,
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const span = spanSql(since.getTime(), since.getTime() + 8 * DAY_MS)
  const rows = await database().$queryRaw<{ tool: string; calls: number }[]>`
    SELECT tool, sum(calls)::int AS calls FROM (
      SELECT tool, count(*) AS calls FROM call
      WHERE organisation_id = ${organisation.id} AND server_id = ${serverId} AND tool <> '' AND ${span}
      GROUP BY tool
      UNION ALL
      SELECT tool, sum(repeats - 1) FROM call
      WHERE organisation_id = ${organisation.id} AND server_id = ${serverId} AND tool <> '' AND ${span}
        AND decision <> 'allow' AND repeats > 1
      GROUP BY tool) counted
    GROUP BY tool`
  return new Map(rows.map(({ tool, calls }) => [tool, calls]))
}

/** @throws Fault not-found, for a call that is kept no longer, too */
export async function requireCall(organisation: Organisation, callId: string): Promise<CallRow> {
  const row = isOwnId('call', organisation, callId) ? await findCall(organisation, callId) : undefined
  if (!row) throw new Fault('not-found', 'There is no such call on record.')
  return toCall(row)
}

/**
 * The calls of the same grant next to one, `most` on each side and within a day: newest first.
 */
export async function findCallsAround(
  organisation: Organisation,
  call: Pick<CallRow, 'id' | 'at' | 'grantId'>,
  most: number,
): Promise<{ readonly before: CallRow[]; readonly after: CallRow[] }> {
  const { keptSince } = await findKept(organisation)
  const at = call.at.getTime()
  const grant = Prisma.sql`call.grant_id = ${call.grantId}`
  const self = Prisma.sql`SELECT self.at, self.id FROM call self
    WHERE self.organisation_id = ${organisation.id} AND self.id = ${call.id}
      AND self.at >= ${new Date(at - 1).toISOString()}::timestamptz AND self.at < ${new Date(at + 2).toISOString()}::timestamptz`
  const [before, after] = await Promise.all([
    selectCalls(
      organisation,
      [spanSql(Math.max(at - DAY_MS, keptSince), at + 2), grant, Prisma.sql`(call.at, call.id) < (${self})`],
      most,
    ),
    selectCalls(
      organisation,
      [spanSql(at - 1, at + DAY_MS), grant, Prisma.sql`(call.at, call.id) > (${self})`],
      most,
      'oldest',
    ),
  ])
  return { before: before.map(toCall), after: after.reverse().map(toCall) }
}

/** The policy version that judged a call, or null where none did or its policy was deleted. */
export async function findCallPolicy(
  organisation: Organisation,
  call: Pick<CallRow, 'id' | 'at'>,
): Promise<{ readonly canonical: string } | null> {
  const [row] = await database().$queryRaw<{ canonical: string }[]>`
    SELECT version.canonical FROM call JOIN policy_version AS version
      ON version.organisation_id = call.organisation_id AND version.id = call.policy_version_id
    WHERE call.organisation_id = ${organisation.id} AND call.id = ${call.id}
      AND ${spanSql(call.at.getTime() - 1, call.at.getTime() + 2)}`
  return row ?? null
}

// An id holds the clock of the gateway that made it, the record that of the database. They are looked for
// near each other first; a clock that was off by more costs a look into each partition's index.
async function findCall(organisation: Organisation, callId: string): Promise<Row | undefined> {
  const { now, keptSince } = await findKept(organisation)
  const made = madeAt(callId)
  const isId = Prisma.sql`call.id = ${callId}`
  for (const [from, until] of [
    [Math.max(made - DAY_MS, keptSince), Math.min(made + DAY_MS, now + DAY_MS)],
    [keptSince, now + DAY_MS],
  ] as const) {
    if (from >= until) continue
    const [row] = await selectCalls(organisation, [spanSql(from, until), isId], 1)
    if (row) return row
  }
  return undefined
}
