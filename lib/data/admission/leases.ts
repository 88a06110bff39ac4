// Which replica holds what can live in one process only. Only the database's clock counts; the newest
// holder wins, so that a connection that nobody has noticed to be dead never keeps its successor out.
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { query } from './pool.ts'

/** What is held: `kind` says by which part of the gateway, `id` is unique within the organisation. */
export type Holding = { readonly kind: string; readonly organisationId: string; readonly id: string }
export type Lease = {
  /** Random, one for each time that it is taken: an address that only this holder answers. */
  readonly holder: string
  /** The origin where other replicas reach the holder's gateway. */
  readonly address: string
}

const TAKE = `
  INSERT INTO lease AS l (organisation_id, kind, id, holder, address, expires_at)
  VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))
  ON CONFLICT (organisation_id, kind, id) DO UPDATE
     SET holder = excluded.holder, address = excluded.address, expires_at = excluded.expires_at`
const RENEW = `
  UPDATE lease l SET expires_at = clock_timestamp() + make_interval(secs => $5)
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w (organisation, kind, id, holder)
   WHERE l.organisation_id = w.organisation AND l.kind = w.kind AND l.id = w.id AND l.holder = w.holder
  RETURNING l.holder`
const FIND = `
  SELECT holder, address FROM lease
   WHERE organisation_id = $1 AND kind = $2 AND id = $3 AND expires_at > clock_timestamp()`
const RELEASE = 'DELETE FROM lease WHERE organisation_id = $1 AND kind = $2 AND id = $3 AND holder = $4'
// A replica that was killed leaves its rows behind. They mean nothing; this is only tidiness.
const SWEEP = "DELETE FROM lease WHERE expires_at < clock_timestamp() - interval '1 hour'"

/** Takes a lease, whoever had it. @returns the name of the new holder @throws {Fault} store-unavailable */
export async function takeLease(
  pool: pg.Pool,
  holding: Holding,
  address: string,
  leaseMs: number,
): Promise<string> {
  const holder = randomBytes(16).toString('hex')
  await query(pool, TAKE, [...keyOf(holding), holder, address, leaseMs / 1000])
  return holder
}

/** Renews leases. @returns the holders that still hold theirs @throws {Fault} store-unavailable */
export async function renewLeases(
  pool: pg.Pool,
  held: readonly (Holding & { readonly holder: string })[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const rows = await query<{ holder: string }>(pool, RENEW, [
    held.map((each) => each.organisationId),
    held.map((each) => each.kind),
    held.map((each) => each.id),
    held.map((each) => each.holder),
    leaseMs / 1000,
  ])
  return new Set(rows.map((row) => row.holder))
}

/** Who holds it now, or null. @throws {Fault} store-unavailable */
export async function findLease(pool: pg.Pool, holding: Holding): Promise<Lease | null> {
  return (await query<Lease>(pool, FIND, keyOf(holding)))[0] ?? null
}

/** Gives a lease back; nothing where another has taken it. @throws {Fault} store-unavailable */
export async function releaseLease(pool: pg.Pool, holding: Holding, holder: string): Promise<void> {
  await query(pool, RELEASE, [...keyOf(holding), holder])
}

/** Deletes leases that ended long ago. @throws {Fault} store-unavailable */
export async function sweepLeases(pool: pg.Pool): Promise<void> {
  await query(pool, SWEEP, [])
}

// Asked within moments of the admission: in the partitions of the last hour.
const OPEN_CALL = `
  SELECT 1 AS open FROM call
   WHERE organisation_id = $1 AND id = $2 AND server_id = $3 AND grant_id = $4
     AND at > now() - interval '1 hour' AND at < now() + interval '1 hour'
     AND decision = 'allow' AND outcome = 'open'`

/** Whether a call was admitted and has not ended: what another replica says of it is looked up. */
export async function isOpenCall(
  pool: pg.Pool,
  call: {
    readonly organisationId: string
    readonly id: string
    readonly serverId: string
    readonly grantId: string
  },
): Promise<boolean> {
  const rows = await query(pool, OPEN_CALL, [call.organisationId, call.id, call.serverId, call.grantId])
  return rows.length === 1
}

function keyOf({ organisationId, kind, id }: Holding): string[] {
  return [organisationId, kind, id]
}
