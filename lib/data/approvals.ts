// Looking at approvals. Where each stands is the database's word, by its clock and by what is so now.

import { Fault } from '#lib/fault.ts'
import { type ApprovalStanding, approvalStanding, STANDINGS, type Standing } from '#lib/policy/index.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf } from './audit.ts'
import { type Database, database } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { Organisation, Page } from './model.ts'
import { isOwnId } from './own-id.ts'

const PAGE_SIZE = 50

/** An approval with what it is about still sealed. */
export type StoredApproval = {
  readonly id: string
  readonly state: Standing
  /** Why it stands so, as a sentence. */
  readonly stateReason: string
  readonly grantId: string
  readonly grantLabel: string
  /** Who made the grant. */
  readonly requesterId: string | null
  readonly serverId: string
  readonly serverName: string
  readonly serverRevision: number
  readonly tool: string
  readonly toolHash: string
  /** Of the tool as it is now; null where it is gone. */
  readonly category: string | null
  readonly severity: string | null
  readonly policyId: string | null
  readonly policyVersionId: string
  /** The version's number; null where its policy was deleted. */
  readonly policyVersion: number | null
  readonly rule: string
  readonly reason: string
  readonly client: string
  readonly sealedCall: Uint8Array
  readonly callBytes: number
  readonly callDigest: string
  readonly askedAt: Date
  readonly lastAskedAt: Date
  readonly requests: number
  readonly expiresAt: Date
  /** An e-mail address; null where nobody decided, or that person is gone. */
  readonly decidedBy: string | null
  readonly decidedById: string | null
  readonly decidedAt: Date | null
  readonly decidedReason: string
  readonly usedAt: Date | null
  readonly usedCallId: string | null
  readonly allowanceId: string | null
  /** When a second approver was told. */
  readonly escalatedAt: Date | null
  readonly escalatedToId: string | null
  /** An e-mail address; null where every approver was. */
  readonly escalatedTo: string | null
}

/** Approvals, newest first, 50 a page; those that stand in one way where it is named. */
export async function listApprovals(
  organisation: Organisation,
  state: Standing | undefined,
  cursor?: string,
): Promise<Page<StoredApproval>> {
  const before = readCursor(cursor)
  const rows = await select(database(), organisation, [
    ...(state === undefined ? [] : [Prisma.sql`s.state = ${state}`]),
    // What the state says already, in columns that an index has.
    ...(state === 'waiting' ? [Prisma.sql`a.verdict IS NULL AND a.expires_at > clock_timestamp()`] : []),
    ...(before ? [Prisma.sql`(a.asked_at, a.id) < (${before.at}::timestamptz, ${before.id})`] : []),
  ])
  const page = rows.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  return {
    items: await withPeople(page),
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.at_text, last.id) : null,
  }
}

/** How many wait for a person now. */
export async function countWaiting(organisation: Organisation): Promise<number> {
  const rows = await database().$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM approval a JOIN approval_standing s USING (organisation_id, id)
     WHERE a.organisation_id = ${organisation.id} AND a.verdict IS NULL AND a.expires_at > clock_timestamp()
       AND s.state = 'waiting'`
  return rows[0]?.waiting ?? 0
}

/** @throws Fault not-found */
export async function requireApproval(
  organisation: Organisation,
  approvalId: string,
  db: Database = database(),
): Promise<StoredApproval> {
  if (!isOwnId('apr', organisation, approvalId)) throw approvalNotFound()
  const [found] = await withPeople(await select(db, organisation, [Prisma.sql`a.id = ${approvalId}`]))
  if (!found) throw approvalNotFound()
  return found
}

/** The one that the same grant asked for before it, of the same tool; null where there is none. */
export async function findEarlierApproval(
  organisation: Organisation,
  { id, grantId, serverId, tool }: Pick<StoredApproval, 'id' | 'grantId' | 'serverId' | 'tool'>,
): Promise<StoredApproval | null> {
  const [earlier] = await database().$queryRaw<{ id: string }[]>`
    SELECT a.id FROM approval a, approval later
     WHERE later.organisation_id = ${organisation.id} AND later.id = ${id}
       AND a.organisation_id = ${organisation.id} AND a.grant_id = ${grantId}
       AND a.server_id = ${serverId} AND a.tool = ${tool} AND (a.asked_at, a.id) < (later.asked_at, later.id)
     ORDER BY a.asked_at DESC, a.id DESC LIMIT 1`
  return earlier ? requireApproval(organisation, earlier.id) : null
}

export function approvalNotFound(): Fault {
  return new Fault('not-found', 'There is no such approval. The inbox shows those there are.')
}

type Row = {
  id: string
  at_text: string
  state: string
  digest: string
  verdict: 'approved' | 'denied' | null
  grant_id: string
  label: string | null
  created_by_id: string | null
  server_id: string
  server_name: string | null
  server_revision: number
  open_digest: string | null
  tool: string
  tool_hash: string
  category: string | null
  severity: string | null
  policy_id: string | null
  policy_version_id: string
  number: number | null
  rule: string
  reason: string
  client: string
  sealed_call: Uint8Array
  call_bytes: number
  call_digest: string
  asked_at: Date
  last_asked_at: Date
  requests: number
  expires_at: Date
  decided_by_id: string | null
  decided_at: Date | null
  decided_reason: string
  used_at: Date | null
  used_call_id: string | null
  allowance_id: string | null
  escalated_at: Date | null
  escalated_to_id: string | null
  now_live: boolean
  now_version: string | null
  now_definition: string | null
  now_revision: number | null
  now_at: Date
}

function select(db: Database, organisation: Organisation, conditions: readonly Prisma.Sql[]): Promise<Row[]> {
  const where = Prisma.join([Prisma.sql`a.organisation_id = ${organisation.id}`, ...conditions], ' AND ')
  return db.$queryRaw<Row[]>`
    SELECT a.*, s.state, s.grant_is_live AS now_live, s.policy_version_id AS now_version,
           s.definition AS now_definition, s.server_revision AS now_revision, clock_timestamp() AS now_at,
           to_char(a.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at_text,
           g.label, g.created_by_id, server.name AS server_name, version.policy_id, version.number,
           coalesce(tool.override_category, tool.category) AS category,
           coalesce(tool.override_severity, tool.severity) AS severity
      FROM approval a
      JOIN approval_standing s ON s.organisation_id = a.organisation_id AND s.id = a.id
      LEFT JOIN "grant" g ON g.organisation_id = a.organisation_id AND g.id = a.grant_id
      LEFT JOIN server ON server.organisation_id = a.organisation_id AND server.id = a.server_id
      LEFT JOIN tool ON tool.organisation_id = a.organisation_id AND tool.server_id = a.server_id AND tool.name = a.tool
      LEFT JOIN policy_version version
        ON version.organisation_id = a.organisation_id AND version.id = a.policy_version_id
     WHERE ${where}
     ORDER BY a.asked_at DESC, a.id DESC
     LIMIT ${PAGE_SIZE + 1}`
}

async function withPeople(rows: readonly Row[]): Promise<StoredApproval[]> {
  const emails = await emailsOf(rows.flatMap((row) => [row.decided_by_id, row.escalated_to_id]))
  return rows.map((row) => ({
    id: row.id,
    state: STANDINGS.find((each) => each === row.state) ?? 'void',
    stateReason: standingOf(row).reason,
    grantId: row.grant_id,
    grantLabel: row.label ?? row.grant_id,
    requesterId: row.created_by_id,
    serverId: row.server_id,
    serverName: row.server_name ?? row.server_id,
    serverRevision: row.server_revision,
    tool: row.tool,
    toolHash: row.tool_hash,
    category: row.category,
    severity: row.severity,
    policyId: row.policy_id,
    policyVersionId: row.policy_version_id,
    policyVersion: row.number,
    rule: row.rule,
    reason: row.reason,
    client: row.client,
    sealedCall: row.sealed_call,
    callBytes: row.call_bytes,
    callDigest: row.call_digest,
    askedAt: row.asked_at,
    lastAskedAt: row.last_asked_at,
    requests: row.requests,
    expiresAt: row.expires_at,
    decidedBy: row.decided_by_id === null ? null : (emails.get(row.decided_by_id) ?? null),
    decidedById: row.decided_by_id,
    decidedAt: row.decided_at,
    decidedReason: row.decided_reason,
    usedAt: row.used_at,
    usedCallId: row.used_call_id,
    allowanceId: row.allowance_id,
    escalatedAt: row.escalated_at,
    escalatedToId: row.escalated_to_id,
    escalatedTo: row.escalated_to_id === null ? null : (emails.get(row.escalated_to_id) ?? null),
  }))
}

function standingOf(row: Row): ApprovalStanding {
  const { digest, verdict } = row
  return approvalStanding(
    {
      digest,
      verdict,
      definition: row.tool_hash,
      policyVersion: row.policy_version_id,
      serverRevision: row.server_revision,
      expiresAt: row.expires_at.getTime(),
      usedAt: row.used_at?.getTime() ?? null,
    },
    {
      grantIsLive: row.now_live,
      policyVersion: row.now_version,
      serverRevision: row.now_revision,
      definition: row.now_definition,
      digest: null,
      isOpen: row.open_digest !== null,
    },
    row.now_at.getTime(),
  )
}
