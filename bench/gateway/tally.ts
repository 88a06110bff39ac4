// The bench checks itself: a fast gateway that forgets a record or miscounts would be worth nothing.
import type { World } from './world.ts'

export type Tally = {
  /** Calls that clients had an answer to, refusals included. */
  readonly answered: number
  /** Calls that reached the upstream through the gateway, and records of calls that were admitted. */
  readonly admitted: number
  readonly records: number
  /** The sum of all counters. */
  readonly counted: number
  /** Records without an outcome. */
  readonly open: number
  /** Refusals that were recorded, folded ones counted as often as they stand for. */
  readonly refused: number
}

const PATIENCE_MS = 60_000

/** Reads all of it, after outcomes have been written. */
export async function readTally({ pool, upstream, answered }: World): Promise<Tally> {
  const { calls } = await upstream.ask<{ calls: Record<string, number> }>({})
  // The servers of grants have a longer address than what the relay and the others ask.
  const own = Object.entries(calls).filter(([url]) => url.startsWith('/mcp/'))
  const admitted = own.reduce((sum, [, count]) => sum + count, 0)
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const { rows } = await pool.query<Omit<Tally, 'answered' | 'admitted'>>(`
      SELECT count(*) FILTER (WHERE decision = 'allow')::int AS records,
             count(*) FILTER (WHERE outcome = 'open')::int AS open,
             coalesce(sum(repeats) FILTER (WHERE decision = 'deny'), 0)::int AS refused,
             (SELECT coalesce(sum(used), 0) FROM counter)::int AS counted FROM call`)
    const row = rows[0]
    if (!row) throw new Error('the records cannot be read')
    if (row.open === 0 || Date.now() > deadline) return { answered, admitted, ...row }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Whether each call has its record and its place in the counters, and each record its outcome. */
export function isWhole({ answered, admitted, records, counted, refused, open }: Tally): boolean {
  return answered === records + refused && admitted === records && records === counted && open === 0
}

/** Whether the bare admission, where there is one, has as many records as its counters say. */
export async function isEven({ bare }: World): Promise<boolean> {
  if (!bare) return true
  const { records, counted } = await bare.ask<{ records: number; counted: number }>({ kind: 'tally' })
  return records === counted
}
