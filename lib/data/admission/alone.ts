// A call that comes alone has a way of its own through the database: what makes a batch cheap for many is most of what it
// costs one. It admits, or says nothing; then the call goes on as a batch of one, as if it had not been here.
import type pg from 'pg'
import { admittedBy, type Verdict } from './admit.ts'
import { numberArray, rowOfArray, textArray } from './pg-array.ts'
import { standing } from './pool.ts'
import type { Waiting } from './waiting.ts'

const ADMIT_ONE = `
  SELECT concat(record_at::text, '/', record_tid::text) AS admitted
    FROM admit_call($1::text[], $2, $3, $4::text[], $5::text[], $6::numeric[], $7::numeric[],
                    $8::text[])`

/**
 * Admits a call in one short statement, where nothing stands in its way.
 * @returns null where something may: it left no trace, and is for `admitBatch`
 * @throws whatever the database threw; it was not admitted, unless the answer was lost
 */
export async function admitAlone(
  pool: Pick<pg.Pool, 'query'>,
  { call, shape }: Pick<Waiting, 'call' | 'shape'>,
): Promise<Verdict | null> {
  const { draws, mark, takes, bounds } = shape
  if (call.values || !shape.isAllowed || !mark) return null
  // Sliding windows are counted by their events, and what shares a counter is taken once: neither is known here.
  if (draws.some(({ sliding }) => sliding) || takes.includes(false)) return null
  const values = [
    shape.text,
    call.id,
    mark.text,
    textArray(draws.map(({ key }) => key)),
    textArray(draws.map(({ window }) => window)),
    numberArray(draws.map(({ amount }) => amount)),
    numberArray(draws.map(({ max }) => max)),
    bounds && rowOfArray(bounds),
  ]
  const { rows } = await pool.query<{ admitted: string }>(
    standing(pool, 'admit-alone', { text: ADMIT_ONE, values }),
  )
  return rows[0] ? admittedBy(rows[0].admitted) : null
}
