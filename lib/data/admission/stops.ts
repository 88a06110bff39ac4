// Emergency stops as the data path sees them. What one covers is found by `holding_stop` of 0014, from the rows
// as they are now: a stop needs nobody to begin it, nor to end it when its time has come.
import type pg from 'pg'
import type { StopScope } from '../model.ts'
import { queryStanding } from './pool.ts'

export type EmergencyStop = {
  readonly scope: StopScope
  /** Why, in the words of the person who stopped it: agents read it. */
  readonly reason: string
  /** When it ends by itself; null: when a person lifts it. */
  readonly endsAt: Date | null
}
/** What `holding_stop` answers, left-joined. */
export type StopRow = {
  readonly stop_scope: StopScope | null
  readonly stop_reason: string | null
  readonly stop_ends_at: Date | null
}

export function stopOf(row: StopRow): EmergencyStop | null {
  if (row.stop_scope === null) return null
  return { scope: row.stop_scope, reason: row.stop_reason ?? '', endsAt: row.stop_ends_at }
}

export type GrantOnServer = {
  readonly organisationId: string
  readonly grantId: string
  readonly serverId: string
}

const STOPPED = `
  SELECT w.place::int - 1 AS place, h.*
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w (organisation, grant_id, server_id, place)
   CROSS JOIN LATERAL holding_stop(w.organisation, w.grant_id, w.server_id) h`

/** Which of these are stopped now, by place in the list. @throws {Fault} store-unavailable */
export async function findStops(
  pool: pg.Pool,
  used: readonly GrantOnServer[],
): Promise<ReadonlyMap<number, EmergencyStop>> {
  const values = [
    used.map(({ organisationId }) => organisationId),
    used.map(({ grantId }) => grantId),
    used.map(({ serverId }) => serverId),
  ]
  const rows = await queryStanding<StopRow & { place: number }>(pool, 'stops', { text: STOPPED, values })
  return new Map(
    rows.flatMap((row) => {
      const stop = stopOf(row)
      return stop ? [[row.place, stop] as const] : []
    }),
  )
}
