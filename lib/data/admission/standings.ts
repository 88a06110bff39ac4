// What stands for a call that needs an approval: read before it is decided again, and held under a lock when
// it is admitted (approvals.ts).
import type pg from 'pg'
import type { Standing } from '#lib/policy/index.ts'
import type { Facts } from './facts.ts'
import { query } from './pool.ts'

/** The approval into which the same call would fold. */
export type OpenApproval = {
  readonly id: string
  readonly state: Standing
  /** What the person who denied it said; '' for nothing. */
  readonly said: string
}
export type LiveAllowance = {
  readonly id: string
  readonly approvalId: string
  readonly sealedCall: Uint8Array
  /** JSON text: [{path, op, value}] */
  readonly freed: string
  readonly uses: number
  readonly used: number
  /** ms since the epoch */
  readonly endsAt: number
}

const MOST_ALLOWANCES = 50

const OPEN = `
  SELECT a.id, s.state, a.decided_reason AS said
    FROM approval a JOIN approval_standing s ON s.organisation_id = a.organisation_id AND s.id = a.id
   WHERE a.organisation_id = $1 AND a.open_digest = $2 AND a.expires_at > clock_timestamp()`

/** null where nothing is asked yet under this digest, or what was asked has ended. @throws {Fault} store-unavailable */
export async function findOpenApproval(
  pool: pg.Pool,
  organisationId: string,
  digest: string,
): Promise<OpenApproval | null> {
  return (await query<OpenApproval>(pool, OPEN, [organisationId, digest]))[0] ?? null
}

const ALLOWANCES = `
  SELECT id, approval_id AS "approvalId", sealed_call AS "sealedCall", freed, uses, used,
         floor(extract(epoch FROM ends_at) * 1000)::float8 AS "endsAt"
    FROM allowance
   WHERE organisation_id = $1 AND grant_id = $2 AND server_id = $3 AND server_revision = $4 AND tool = $5
     AND tool_hash = $6 AND policy_version_id = $7
     AND revoked_at IS NULL AND used < uses AND ends_at > clock_timestamp()
   ORDER BY given_at, id LIMIT ${MOST_ALLOWANCES}`

/** The allowances that may let a call of this tool in, the oldest first. @throws {Fault} store-unavailable */
export async function findLiveAllowances(pool: pg.Pool, facts: Facts): Promise<readonly LiveAllowance[]> {
  const { server, tool, policyVersionId } = facts
  if (!server || !tool?.pinnedHash || policyVersionId === null) return []
  return query<LiveAllowance>(pool, ALLOWANCES, [
    facts.organisationId,
    facts.grant.id,
    server.id,
    server.revision,
    tool.name,
    tool.pinnedHash,
    policyVersionId,
  ])
}

export type AskedApproval = { readonly organisationId: string; readonly id: string }

const STATES = `
  SELECT w.place::int - 1 AS place, s.state
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (organisation, id, place)
    JOIN approval_standing s ON s.organisation_id = w.organisation AND s.id = w.id`

/**
 * Where many approvals stand, by place in the list; one that is not there any more is left out.
 * @throws {Fault} store-unavailable
 */
export async function findStandings(
  pool: pg.Pool,
  asked: readonly AskedApproval[],
): Promise<ReadonlyMap<number, Standing>> {
  const rows = await query<{ place: number; state: Standing }>(pool, STATES, [
    asked.map(({ organisationId }) => organisationId),
    asked.map(({ id }) => id),
  ])
  return new Map(rows.map(({ place, state }) => [place, state]))
}
