// What the product wrote down of the calls that it let through, and whether it stands beside everything
// that the upstream saw.
import type { Stage } from './stage.ts'
import type { Seen } from './upstream.ts'

export type AdmittedRecord = {
  readonly id: string
  /** The number that the client gave the call: it travels as the name of an argument. */
  readonly call: number
  /** µs since the epoch. */
  readonly at: number
  readonly outcome: string
}
export type Joined = {
  /** Seen by the upstream, and no record says so. */
  readonly missing: number
  /** More than one record for one call, or one record for a call that came twice. */
  readonly double: number
  /** Recorded after the upstream saw it. */
  readonly late: number
}

const PAGE = 50_000

/** Every record of an admitted call of an organisation. */
export async function admittedRecords(stage: Stage, organisationId: string): Promise<AdmittedRecord[]> {
  const found: AdmittedRecord[] = []
  for (let after = ''; ; ) {
    const rows = await stage.sql<{ id: string; names: string[]; at: string; outcome: string }>(
      `SELECT id, argument_names AS names, (extract(epoch FROM at) * 1000000)::bigint AS at, outcome
         FROM call WHERE organisation_id = $1 AND id > $2 AND decision = 'allow' ORDER BY id LIMIT ${PAGE}`,
      [organisationId, after],
    )
    for (const { id, names, at, outcome } of rows) {
      const name = names.find((each) => each.startsWith('n_'))
      if (name !== undefined) found.push({ id, call: Number(name.slice(2)), at: Number(at), outcome })
    }
    if (rows.length < PAGE) return found
    after = rows.at(-1)?.id ?? ''
  }
}

/** For every call that the upstream saw there must be exactly one record, and it must be the older one. */
export function joinRecords(seen: readonly Seen[], records: readonly AdmittedRecord[]): Joined {
  const byCall = new Map<number, { at: number; times: number }>()
  for (const { call, at } of records) byCall.set(call, { at, times: (byCall.get(call)?.times ?? 0) + 1 })
  const came = new Set<number>()
  let missing = 0
  let double = 0
  let late = 0
  for (const { call, at } of seen) {
    const record = byCall.get(call)
    if (!record) missing++
    else if (record.times > 1 || came.has(call)) double++
    // The upstream's clock has whole milliseconds.
    else if (record.at / 1000 >= at + 1) late++
    came.add(call)
  }
  return { missing, double, late }
}
