// Reading the call records that admission wrote. Plain SQL: pages are cut between microseconds, which
// Prisma's dates cannot tell apart, and a call outlives the server and grant it names.
import { Fault } from '#lib/fault.ts'
import { madeAt } from '#lib/id.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { DAY_MS, findKept, spanSql, spansBack } from './call-spans.ts'
import { database } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { CallRow, Organisation, Page } from './model.ts'
import { isOwnId } from './own-id.ts'

const PAGE_SIZE = 50

export type CallFilter = {
  readonly serverId?: string | undefined
  readonly grantId?: string | undefined
  readonly tool?: string | undefined
  readonly decision?: 'allow' | 'deny' | 'await' | undefined
  readonly rule?: string | undefined
  /** From this instant on, and before that one; in ms. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/**
 * Calls, newest first, 50 a page: those that the organisation keeps.
 * @returns `keptSince`: what is older is not shown, and deleted soon
 */
export async function listCalls(
  organisation: Organisation,
  filter: CallFilter,
  cursor?: string,
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
    rows.push(...(await selectCalls(organisation, span, PAGE_SIZE + 1 - rows.length)))
    if (rows.length > PAGE_SIZE) break
  }
  const page = rows.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  return {
    items: page.map(toCall),
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.at_text, last.id) : null,
    keptSince: new Date(keptSince),
  }
}

/**
 * How many calls of each tool of a server are on record in the eight days from then; a tool without one is
 * left out. Rows are counted in one index, what some of them stand for beyond one call in another.
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
        AND repeats > 1
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

type Row = {
  id: string
  at: Date
  at_text: string
  server_id: string
  server_name: string | null
  grant_id: string
  grant_label: string | null
  method: string
  tool: string
  decision: string
  rule: string
  reason: string
  message: string
  outcome: string
  upstream_status: number | null
  latency_ms: number | null
  argument_names: string[]
  policy_version: number | null
  detail: unknown
  repeats: number
  last_at: Date | null
}

function conditionsOf({ serverId, grantId, tool, decision, rule }: CallFilter): Prisma.Sql[] {
  return [
    ...(serverId === undefined ? [] : [Prisma.sql`call.server_id = ${serverId}`]),
    ...(grantId === undefined ? [] : [Prisma.sql`call.grant_id = ${grantId}`]),
    ...(tool === undefined ? [] : [Prisma.sql`call.tool = ${tool}`]),
    ...(decision === undefined ? [] : [Prisma.sql`call.decision = ${decision}`]),
    ...(rule === undefined ? [] : [Prisma.sql`call.rule = ${rule}`]),
    // Said as a constant, so that the index of what was not allowed is known to hold it.
    ...(decision === undefined || decision === 'allow' ? [] : [Prisma.sql`call.decision <> 'allow'`]),
  ]
}

function selectCalls(
  organisation: Organisation,
  conditions: readonly Prisma.Sql[],
  most: number,
): Promise<Row[]> {
  const where = Prisma.join([Prisma.sql`call.organisation_id = ${organisation.id}`, ...conditions], ' AND ')
  return database().$queryRaw<Row[]>`
    SELECT call.id, call.at, call.server_id, call.grant_id, call.method, call.tool, call.decision, call.rule,
      call.reason, call.message, call.outcome, call.upstream_status, call.latency_ms, call.argument_names,
      call.detail, call.repeats, call.last_at, to_char(call.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at_text,
      server.name AS server_name, "grant".label AS grant_label, version.number AS policy_version
    FROM call
    LEFT JOIN server ON server.organisation_id = call.organisation_id AND server.id = call.server_id
    LEFT JOIN "grant" ON "grant".organisation_id = call.organisation_id AND "grant".id = call.grant_id
    LEFT JOIN policy_version AS version
      ON version.organisation_id = call.organisation_id AND version.id = call.policy_version_id
    WHERE ${where}
    ORDER BY call.at DESC, call.id DESC
    LIMIT ${most}`
}

function toCall(row: Row): CallRow {
  return {
    id: row.id,
    at: row.at,
    serverId: row.server_id,
    // A deleted server's calls stay; its id is all that is left of its name.
    serverName: row.server_name ?? row.server_id,
    grantId: row.grant_id,
    grantLabel: row.grant_label ?? row.grant_id,
    method: row.method,
    tool: row.tool,
    decision: row.decision as CallRow['decision'],
    rule: row.rule,
    reason: row.reason,
    message: row.message,
    outcome: row.outcome,
    upstreamStatus: row.upstream_status,
    latencyMs: row.latency_ms,
    argumentNames: row.argument_names,
    policyVersion: row.policy_version,
    detail: row.detail,
    repeats: row.repeats,
    lastAt: row.last_at,
  }
}
