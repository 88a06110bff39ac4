// The sealed values of calls, beside what opens them. What is kept no longer is not found, deleted or not.
import { database } from './client.ts'
import type { Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'

export type SealedCallValues = {
  readonly callId: string
  readonly serverId: string
  readonly sealed: Uint8Array
  /** Of the server as it is now: what was sealed under another one is gone. */
  readonly salt: Uint8Array
}

const AT_ONCE = 5000

/** Those of these calls that have values, in no order; ids of another organisation find nothing. */
export async function findCallValues(
  organisation: Organisation,
  callIds: readonly string[],
): Promise<SealedCallValues[]> {
  const found: SealedCallValues[] = []
  const own = callIds.filter((id) => isOwnId('call', organisation, id))
  for (let from = 0; from < own.length; from += AT_ONCE) {
    const ids = own.slice(from, from + AT_ONCE)
    const rows = await database().$queryRaw<SealedCallValues[]>`
      SELECT v.call_id AS "callId", v.server_id AS "serverId", v.sealed, s.value_salt AS salt
      FROM call_values v
      JOIN server s ON s.organisation_id = v.organisation_id AND s.id = v.server_id
      JOIN organisation o ON o.id = v.organisation_id
      WHERE v.organisation_id = ${organisation.id} AND v.call_id = ANY(${ids})
        AND v.at >= clock_timestamp() - make_interval(days => least(s.value_days, o.retention_days))
        AND (s.values_erased_at IS NULL OR v.at >= s.values_erased_at)`
    for (const row of rows) found.push(row)
  }
  return found
}
