// Allowances: what a person let in beforehand, how much of it is used, and its end.
import { Fault } from '#lib/fault.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { Member, Organisation, ToolRisk } from './model.ts'
import { isOwnId } from './own-id.ts'
import { joinRisk, RISK_COLUMNS, type RiskRow, riskOf } from './tool-risks.ts'

const MOST_LISTED = 200

export type StoredAllowance = {
  readonly id: string
  readonly approvalId: string
  /** `void`: its grant, policy version, definition or server is no longer what it was given for. */
  readonly state: 'live' | 'used' | 'ended' | 'revoked' | 'void'
  readonly grantId: string
  readonly grantLabel: string
  readonly serverId: string
  readonly serverName: string
  readonly tool: string
  readonly risk: ToolRisk | null
  readonly sealedCall: Uint8Array
  /** JSON text: [{path, op, value}] */
  readonly freed: string
  readonly uses: number
  readonly used: number
  readonly givenBy: string | null
  readonly givenAt: Date
  readonly endsAt: Date
  readonly revokedAt: Date | null
  /** The calls that it let in, newest first, 20 at most. */
  readonly callIds: readonly string[]
}

type Row = {
  id: string
  approval_id: string
  state: StoredAllowance['state']
  grant_id: string
  label: string | null
  server_id: string
  server_name: string | null
  tool: string
  sealed_call: Uint8Array
  freed: string
  uses: number
  used: number
  given_by_id: string
  given_at: Date
  ends_at: Date
  revoked_at: Date | null
  call_ids: string[] | null
} & RiskRow

/** The newest 200, those that still let calls in first. */
export async function listAllowances(organisation: Organisation): Promise<StoredAllowance[]> {
  // It stands on what its approval stood on.
  const rows = await database().$queryRaw<Row[]>`
    SELECT listed.*, ${RISK_COLUMNS} FROM (
      SELECT w.*, g.label, server.name AS server_name,
             CASE WHEN w.revoked_at IS NOT NULL THEN 'revoked'
                  WHEN w.used >= w.uses THEN 'used'
                  WHEN w.ends_at <= clock_timestamp() THEN 'ended'
                  WHEN NOT s.grant_is_live OR s.policy_version_id IS DISTINCT FROM w.policy_version_id
                    OR s.definition IS DISTINCT FROM w.tool_hash
                    OR s.server_revision IS DISTINCT FROM w.server_revision THEN 'void'
                  ELSE 'live' END AS state,
             ARRAY(SELECT u.call_id FROM allowance_use u
                    WHERE u.organisation_id = w.organisation_id AND u.allowance_id = w.id
                    ORDER BY u.at DESC LIMIT 20) AS call_ids
        FROM allowance w
        JOIN approval_standing s ON s.organisation_id = w.organisation_id AND s.id = w.approval_id
        LEFT JOIN "grant" g ON g.organisation_id = w.organisation_id AND g.id = w.grant_id
        LEFT JOIN server ON server.organisation_id = w.organisation_id AND server.id = w.server_id
       WHERE w.organisation_id = ${organisation.id}) listed
      ${joinRisk(Prisma.raw('listed'))}
     ORDER BY (state = 'live') DESC, given_at DESC, id DESC
     LIMIT ${MOST_LISTED}`
  const emails = await emailsOf(rows.map((row) => row.given_by_id))
  return rows.map((row) => ({
    id: row.id,
    approvalId: row.approval_id,
    state: row.state,
    grantId: row.grant_id,
    grantLabel: row.label ?? row.grant_id,
    serverId: row.server_id,
    serverName: row.server_name ?? row.server_id,
    tool: row.tool,
    risk: riskOf(row),
    sealedCall: row.sealed_call,
    freed: row.freed,
    uses: row.uses,
    used: row.used,
    givenBy: emails.get(row.given_by_id) ?? null,
    givenAt: row.given_at,
    endsAt: row.ends_at,
    revokedAt: row.revoked_at,
    callIds: row.call_ids ?? [],
  }))
}

/** Ends an allowance with the next call; again is no error. @throws Fault not-found */
export async function revokeAllowance(member: Member, allowanceId: string): Promise<void> {
  const organisationId = member.organisation.id
  if (!isOwnId('alw', member.organisation, allowanceId)) throw allowanceNotFound()
  await transaction(async (tx) => {
    const [row] = await tx.$queryRaw<
      { tool: string; grant_id: string; server_id: string; revoked: boolean }[]
    >(Prisma.sql`
      SELECT tool, grant_id, server_id, revoked_at IS NOT NULL AS revoked FROM allowance
       WHERE organisation_id = ${organisationId} AND id = ${allowanceId} FOR UPDATE`)
    if (!row) throw allowanceNotFound()
    if (row.revoked) return
    await tx.$executeRaw`
      UPDATE allowance SET revoked_at = clock_timestamp(), revoked_by_id = ${member.userId}
       WHERE organisation_id = ${organisationId} AND id = ${allowanceId}`
    await writeAudit(tx, member, 'allowance.revoked', allowanceId, {
      tool: row.tool,
      grantId: row.grant_id,
      serverId: row.server_id,
    })
  })
}

function allowanceNotFound(): Fault {
  return new Fault('not-found', 'There is no such allowance. The inbox shows those there are.')
}
