// One statement for every reading of the record: its columns, the names beside them, and its filter.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database } from './client.ts'
import type { CallRow, Organisation } from './model.ts'
import { joinRisk, RISK_COLUMNS, type RiskRow, riskOf } from './tool-risks.ts'

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

/** A row as the statement below gives it; `at_text` tells microseconds apart. */
export type Row = {
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
  policy_id: string | null
  policy_version: number | null
  detail: unknown
  repeats: number
  last_at: Date | null
  closed_at: Date | null
} & RiskRow

/** What a filter asks for, in columns that an index has. */
export function conditionsOf({ serverId, grantId, tool, decision, rule }: CallFilter): Prisma.Sql[] {
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

/** The calls of an organisation that fit all conditions, newest first; or from the oldest on. */
export function selectCalls(
  organisation: Organisation,
  conditions: readonly Prisma.Sql[],
  most: number,
  from: 'newest' | 'oldest' = 'newest',
): Promise<Row[]> {
  const where = Prisma.join([Prisma.sql`call.organisation_id = ${organisation.id}`, ...conditions], ' AND ')
  const order =
    from === 'newest' ? Prisma.sql`call.at DESC, call.id DESC` : Prisma.sql`call.at ASC, call.id ASC`
  return readRows(Prisma.sql`${where} ORDER BY ${order} LIMIT ${most}`)
}

/** The calls of an organisation by their whole keys, in no order; `keys` must not be empty. */
export function selectCallsByKey(
  organisation: Organisation,
  keys: readonly { readonly id: string; readonly at: string }[],
): Promise<Row[]> {
  const times = keys.map(({ at }) => at).sort()
  // The span of times names the partitions; within them the ids are found by the key.
  return readRows(Prisma.sql`call.organisation_id = ${organisation.id}
    AND call.id = ANY(${keys.map(({ id }) => id)}::text[])
    AND call.at >= ${times[0]}::timestamptz AND call.at <= ${times.at(-1)}::timestamptz`)
}

function readRows(whereAndOrder: Prisma.Sql): Promise<Row[]> {
  return database().$queryRaw<Row[]>`
    SELECT call.id, call.at, call.server_id, call.grant_id, call.method, call.tool, call.decision, call.rule,
      call.reason, call.message, call.outcome, call.upstream_status, call.latency_ms, call.argument_names,
      call.detail, call.repeats, call.last_at, call.closed_at, to_char(call.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at_text,
      server.name AS server_name, "grant".label AS grant_label, version.policy_id, version.number AS policy_version,
      ${RISK_COLUMNS}
    FROM call
    LEFT JOIN server ON server.organisation_id = call.organisation_id AND server.id = call.server_id
    LEFT JOIN "grant" ON "grant".organisation_id = call.organisation_id AND "grant".id = call.grant_id
    LEFT JOIN policy_version AS version
      ON version.organisation_id = call.organisation_id AND version.id = call.policy_version_id
    ${joinRisk(Prisma.raw('call'))}
    WHERE ${whereAndOrder}`
}

export function toCall(row: Row): CallRow {
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
    risk: riskOf(row),
    decision: row.decision as CallRow['decision'],
    rule: row.rule,
    reason: row.reason,
    message: row.message,
    outcome: row.outcome,
    upstreamStatus: row.upstream_status,
    latencyMs: row.latency_ms,
    argumentNames: row.argument_names,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    detail: row.detail,
    repeats: row.repeats,
    lastAt: row.last_at,
  }
}
