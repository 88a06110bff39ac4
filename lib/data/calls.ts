// Reading the call records that admission wrote. Plain SQL: pages are cut between microseconds, which
// Prisma's dates cannot tell apart, and a call outlives the server and grant it names.
import { Fault } from '#lib/fault.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
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
}

/** Calls, newest first, 50 a page. */
export async function listCalls(
  organisation: Organisation,
  filter: CallFilter,
  cursor?: string,
): Promise<Page<CallRow>> {
  const before = readCursor(cursor)
  const rows = await selectCalls(organisation, [
    ...(filter.serverId === undefined ? [] : [Prisma.sql`call.server_id = ${filter.serverId}`]),
    ...(filter.grantId === undefined ? [] : [Prisma.sql`call.grant_id = ${filter.grantId}`]),
    ...(filter.tool === undefined ? [] : [Prisma.sql`call.tool = ${filter.tool}`]),
    ...(filter.decision === undefined ? [] : [Prisma.sql`call.decision = ${filter.decision}`]),
    ...(before ? [Prisma.sql`(call.at, call.id) < (${before.at}::timestamptz, ${before.id})`] : []),
  ])
  const page = rows.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  return {
    items: page.map(toCall),
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.at_text, last.id) : null,
  }
}

/** How many calls of each tool of a server are on record since then; a tool without one is left out. */
export async function countCallsByTool(
  organisation: Organisation,
  serverId: string,
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database().$queryRaw<{ tool: string; calls: number }[]>`
    SELECT tool, count(*)::int AS calls FROM call
    WHERE organisation_id = ${organisation.id} AND server_id = ${serverId} AND at >= ${since} AND tool <> ''
    GROUP BY tool`
  return new Map(rows.map(({ tool, calls }) => [tool, calls]))
}

/** @throws Fault not-found */
export async function requireCall(organisation: Organisation, callId: string): Promise<CallRow> {
  const [row] = isOwnId('call', organisation, callId)
    ? await selectCalls(organisation, [Prisma.sql`call.id = ${callId}`])
    : []
  if (!row) throw new Fault('not-found', 'There is no such call on record.')
  return toCall(row)
}

/** The policy version that judged a call, or null where none did or its policy was deleted. */
export async function findCallPolicy(
  organisation: Organisation,
  callId: string,
): Promise<{ readonly canonical: string } | null> {
  const [row] = await database().$queryRaw<{ canonical: string }[]>`
    SELECT version.canonical FROM call JOIN policy_version AS version
      ON version.organisation_id = call.organisation_id AND version.id = call.policy_version_id
    WHERE call.organisation_id = ${organisation.id} AND call.id = ${callId}`
  return row ?? null
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
}

function selectCalls(organisation: Organisation, conditions: readonly Prisma.Sql[]): Promise<Row[]> {
  const where = Prisma.join([Prisma.sql`call.organisation_id = ${organisation.id}`, ...conditions], ' AND ')
  return database().$queryRaw<Row[]>`
    SELECT call.id, call.at, call.server_id, call.grant_id, call.method, call.tool, call.decision, call.rule,
      call.reason, call.message, call.outcome, call.upstream_status, call.latency_ms, call.argument_names,
      call.detail, to_char(call.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at_text,
      server.name AS server_name, "grant".label AS grant_label, version.number AS policy_version
    FROM call
    LEFT JOIN server ON server.organisation_id = call.organisation_id AND server.id = call.server_id
    LEFT JOIN "grant" ON "grant".organisation_id = call.organisation_id AND "grant".id = call.grant_id
    LEFT JOIN policy_version AS version
      ON version.organisation_id = call.organisation_id AND version.id = call.policy_version_id
    WHERE ${where}
    ORDER BY call.at DESC, call.id DESC
    LIMIT ${PAGE_SIZE + 1}`
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
  }
}
