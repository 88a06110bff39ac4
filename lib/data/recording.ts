// What a server's calls leave behind of their arguments, and for how long; and the end of it.
import { randomBytes } from 'node:crypto'
import { writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'
import { serverNotFound } from './servers.ts'

export type RecordingMode = 'names' | 'mentioned' | 'all'
export type RecordingSetting = {
  readonly mode: RecordingMode
  /** How long values are kept. Where the organisation keeps its calls for less, that counts. */
  readonly days: number
  /** How long the organisation keeps its calls: values for no longer. */
  readonly callDays: number
  /** When they were last erased by hand; null where they never were. */
  readonly erasedAt: Date | null
  /** Whether there are values that somebody could read now. */
  readonly holdsValues: boolean
}

/** @throws Fault not-found */
export async function findRecording(organisation: Organisation, serverId: string): Promise<RecordingSetting> {
  if (!isOwnId('srv', organisation, serverId)) throw serverNotFound()
  const [row] = await database().$queryRaw<RecordingSetting[]>`
    SELECT s.record AS mode, s.value_days AS days, o.retention_days AS "callDays", s.values_erased_at AS "erasedAt",
           EXISTS (SELECT FROM call_values v
                    WHERE v.organisation_id = s.organisation_id AND v.server_id = s.id
                      AND v.at >= clock_timestamp() - make_interval(days => least(s.value_days, o.retention_days))
                      AND (s.values_erased_at IS NULL OR v.at >= s.values_erased_at)) AS "holdsValues"
    FROM server s JOIN organisation o ON o.id = s.organisation_id
    WHERE s.organisation_id = ${organisation.id} AND s.id = ${serverId}`
  if (!row) throw serverNotFound()
  return row
}

/**
 * Nothing happens, and nothing is audited, where it is so already.
 * @param change days as far as the caller has checked them
 * @throws Fault not-found
 */
export async function setRecording(
  member: Member,
  serverId: string,
  change: { readonly mode?: RecordingMode; readonly days?: number },
): Promise<void> {
  if (!isOwnId('srv', member.organisation, serverId)) throw serverNotFound()
  const key = { organisationId: member.organisation.id, id: serverId }
  await transaction(async (tx) => {
    await lockServer(tx, key)
    const before = await tx.server.findUniqueOrThrow({
      where: { organisationId_id: key },
      select: { record: true, valueDays: true },
    })
    const [mode, days] = [change.mode ?? before.record, change.days ?? before.valueDays]
    if (mode === before.record && days === before.valueDays) return
    await tx.server.updateMany({ where: key, data: { record: mode, valueDays: days } })
    await writeAudit(tx, member, 'server.recording_changed', serverId, {
      ...(mode !== before.record && { from: before.record, to: mode }),
      ...(days !== before.valueDays && { fromDays: before.valueDays, toDays: days }),
    })
  })
}

/**
 * Takes the server's salt away, and the key that opens its values with it: from this moment nobody can read them, and
 * what a gateway sealed before is written no more. The rows are deleted by the gateways' schedule.
 * @throws Fault not-found
 */
export async function eraseValues(member: Member, serverId: string): Promise<void> {
  if (!isOwnId('srv', member.organisation, serverId)) throw serverNotFound()
  const key = { organisationId: member.organisation.id, id: serverId }
  await transaction(async (tx) => {
    await lockServer(tx, key)
    // The database's clock, which the rows were written by.
    await tx.$executeRaw`
      UPDATE server SET value_salt = ${randomBytes(16)}, values_erased_at = clock_timestamp()
      WHERE organisation_id = ${key.organisationId} AND id = ${key.id}`
    await writeAudit(tx, member, 'server.values_erased', serverId)
  })
}

async function lockServer(tx: Transaction, key: { organisationId: string; id: string }): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM server WHERE organisation_id = ${key.organisationId} AND id = ${key.id} FOR NO KEY UPDATE`
  if (rows.length === 0) throw serverNotFound()
}
