// The values of calls are written by the statement that admits them: one more table in the same commit, so that a
// value is there exactly if its record is. A batch in which no call has values sends what it sent before.
import type { DecidedCall } from './admit.ts'
import { numberArray, textArray } from './pg-array.ts'

/** What is kept of a call's arguments. */
export type CallValues = {
  readonly sealed: Uint8Array
  /** Under which setting of the server, and sealed with which salt: written only where both are still so. */
  readonly mode: 'mentioned' | 'all'
  readonly salt: Uint8Array
}
type Statement = { readonly text: string; readonly values: unknown[] }
type Kept = { readonly call: DecidedCall; readonly values: CallValues; readonly serverId: string }

/**
 * The statement of a batch, with what writes its values down beside.
 * @param admit answers with a row for each call: `call_id`, and `record_id` and `record_at` of the record that tells of
 *   it, null where none does; a call that was counted in another's record names that one, and has no values
 */
export function keepingValues(admit: Statement, calls: readonly DecidedCall[]): Statement {
  if (!calls.some((call) => call.values)) return admit
  const kept = calls.flatMap((call): Kept[] => {
    const serverId = call.facts.server?.id
    return call.values && serverId !== undefined ? [{ call, values: call.values, serverId }] : []
  })
  if (kept.length === 0) return admit
  const lengths = kept.map(({ values }) => values.sealed.byteLength)
  const own = [
    textArray(kept.map(({ call }) => call.id)),
    textArray(kept.map(({ call }) => call.facts.organisationId)),
    textArray(kept.map(({ serverId }) => serverId)),
    textArray(kept.map(({ values }) => values.mode)),
    textArray(kept.map(({ values }) => Buffer.from(values.salt).toString('hex'))),
    numberArray(lengths),
    // One parameter in binary; an array of them would be sent as twice as much text.
    Buffer.concat(kept.map(({ values }) => values.sealed)),
  ]
  return { text: statementText(admit), values: [...admit.values, ...own] }
}

function statementText({ text, values }: Statement): string {
  const [id, organisation, server, mode, salt, length, sealed] = [1, 2, 3, 4, 5, 6, 7].map(
    (place) => `$${values.length + place}`,
  )
  return `
  WITH verdict AS (${text}), kept AS (
    INSERT INTO call_values (organisation_id, call_id, at, server_id, sealed)
    SELECT v.organisation, v.id, verdict.record_at::timestamptz, v.server,
           substring(${sealed}::bytea FROM (v.past - v.length + 1)::int FOR v.length)
      FROM (SELECT *, sum(length) OVER (ORDER BY place) AS past
              FROM unnest(${id}::text[], ${organisation}::text[], ${server}::text[], ${mode}::text[], ${salt}::text[],
                          ${length}::int[])
                   WITH ORDINALITY AS each (id, organisation, server, mode, salt, length, place)) v
      JOIN verdict ON verdict.call_id = v.id AND verdict.record_id = v.id
      JOIN server s ON s.organisation_id = v.organisation AND s.id = v.server
                   AND s.record = v.mode AND s.value_salt = decode(v.salt, 'hex'))
  SELECT * FROM verdict`
}
