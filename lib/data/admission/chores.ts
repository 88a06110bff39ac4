// Work that all replicas share, each kind done by one of them at a time. What is due is taken on under a
// lease; the lease of a replica that died runs out, and the work is due again.
import type pg from 'pg'
import { query } from './pool.ts'

export type ChoreName = 'partitions' | 'sweep' | 'purge' | 'usage'
export type Chore = {
  /** How far it has come, as its last run left it; null where it never ran. */
  readonly reached: string | null
  /** Proof of the lease. */
  readonly lease: string
}

const TAKE = `
  UPDATE chore SET lease_until = clock_timestamp() + make_interval(secs => $2)
   WHERE name = $1 AND due_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until <= clock_timestamp())
  RETURNING reached::text AS reached, lease_until::text AS lease`
const FINISH = `
  UPDATE chore SET lease_until = NULL, due_at = clock_timestamp() + make_interval(secs => $3),
         reached = coalesce($4::timestamptz, reached)
   WHERE name = $1 AND lease_until = $2::timestamptz`

/** Takes a chore on where it is due and nobody has it, or null. @throws {Fault} store-unavailable */
export async function takeChore(pool: pg.Pool, name: ChoreName, leaseMs: number): Promise<Chore | null> {
  return (await query<Chore>(pool, TAKE, [name, leaseMs / 1000]))[0] ?? null
}

/** Gives a chore back, says when it is due again, and how far it came. @throws {Fault} store-unavailable */
export async function finishChore(
  pool: pg.Pool,
  name: ChoreName,
  { lease }: Chore,
  /** `reached` is a timestamp as the database wrote it, or `now` by its clock. */
  next: { readonly againInMs: number; readonly reached?: string | null },
): Promise<void> {
  await query(pool, FINISH, [name, lease, next.againInMs / 1000, next.reached ?? null])
}
