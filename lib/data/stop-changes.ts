// Setting and lifting emergency stops. What is written here takes effect with its commit: the revision that admission
// compares is raised, so that nothing decided before passes after, and the stop is among the facts from then on.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import { grantNotFound } from './grants.ts'
import type { Member, Stop } from './model.ts'
import { note } from './notices/index.ts'
import { isOwnId } from './own-id.ts'
import { lockOrganisation, serverNotFound } from './servers.ts'
import { requireStop } from './stops.ts'

/** What is to be stopped; of the organisation there is but one, the member's own. */
export type StopTarget =
  | { readonly scope: 'organisation' }
  | { readonly scope: 'server' | 'grant'; readonly id: string }

/**
 * Stops something from this commit on. A stop of the same thing that would end sooner is followed by this one.
 * @throws Fault not-found, invalid-input (a revoked grant), stop-holds (one that ends later)
 */
export async function insertStop(
  member: Member,
  target: StopTarget,
  { reason, endsAt }: { readonly reason: string; readonly endsAt: Date | null },
): Promise<Stop> {
  const { organisation } = member
  const organisationId = organisation.id
  const id = newId('stp', organisationId)
  await transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    const { scope } = target
    const { subjectId, subjectName } = await raise(tx, member, target)
    await followShorter(tx, member, subjectId, endsAt)
    await tx.emergencyStop.create({
      data: {
        organisationId,
        id,
        scope,
        subjectId,
        subjectName,
        reason,
        endsAt,
        setById: member.userId,
        setVia: member.via,
      },
    })
    const until = endsAt?.toISOString() ?? null
    await writeAudit(tx, member, `${scope}.stopped`, subjectId, { stop: id, reason, until })
    const detail = { scope, name: subjectName, reason, until, by: member.email }
    await note(tx, { organisationId, kind: 'stop.set', subject: subjectId, detail })
  })
  return requireStop(organisation, id)
}

/** Lifts a stop; one that is over already stays as it is. @throws Fault not-found */
export async function liftStop(member: Member, stopId: string): Promise<Stop> {
  const { organisation } = member
  const organisationId = organisation.id
  const { scope, subjectId, subjectName } = await requireStop(organisation, stopId)
  await transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE emergency_stop SET lifted_at = clock_timestamp(), lifted_by_id = ${member.userId}
       WHERE organisation_id = ${organisationId} AND id = ${stopId} AND lifted_at IS NULL
         AND (ends_at IS NULL OR ends_at > clock_timestamp())`
    if (count === 0) return
    await writeAudit(tx, member, `${scope}.stop_lifted`, subjectId, { stop: stopId })
    const detail = { scope, name: subjectName, by: member.email }
    await note(tx, { organisationId, kind: 'stop.lifted', subject: subjectId, detail })
  })
  return requireStop(organisation, stopId)
}

// What was decided before is stale from this commit on, and what people approved before it lets nothing in after it:
// with the server's revision approvals and allowances are void; those of a grant are taken from their calls.
async function raise(
  tx: Transaction,
  { organisation, userId }: Member,
  target: StopTarget,
): Promise<{ subjectId: string; subjectName: string }> {
  const organisationId = organisation.id
  if (target.scope === 'organisation') {
    await tx.$executeRaw`UPDATE server SET revision = revision + 1 WHERE organisation_id = ${organisationId}`
    return { subjectId: organisationId, subjectName: organisation.name }
  }
  const { id } = target
  if (target.scope === 'server') {
    if (!isOwnId('srv', organisation, id)) throw serverNotFound()
    const [row] = await tx.$queryRaw<{ name: string }[]>`
      UPDATE server SET revision = revision + 1 WHERE organisation_id = ${organisationId} AND id = ${id} RETURNING name`
    if (!row) throw serverNotFound()
    return { subjectId: id, subjectName: row.name }
  }
  if (!isOwnId('grt', organisation, id)) throw grantNotFound()
  const [row] = await tx.$queryRaw<{ label: string; revoked_at: Date | null }[]>`
    UPDATE "grant" SET revision = revision + 1 WHERE organisation_id = ${organisationId} AND id = ${id}
    RETURNING label, revoked_at`
  if (!row) throw grantNotFound()
  if (row.revoked_at)
    throw new Fault('invalid-input', 'This grant was revoked: nothing of it is left to stop.')
  await tx.$executeRaw`
    UPDATE approval SET open_digest = NULL
     WHERE organisation_id = ${organisationId} AND grant_id = ${id} AND expires_at > clock_timestamp()
       AND open_digest IS NOT NULL`
  await tx.$executeRaw`
    UPDATE allowance SET revoked_at = clock_timestamp(), revoked_by_id = ${userId}
     WHERE organisation_id = ${organisationId} AND grant_id = ${id} AND ends_at > clock_timestamp()
       AND revoked_at IS NULL`
  return { subjectId: id, subjectName: row.label }
}

// A stop is never made shorter by another: that would be lifting it, which takes more.
async function followShorter(
  tx: Transaction,
  { organisation, userId }: Member,
  subjectId: string,
  endsAt: Date | null,
): Promise<void> {
  if (endsAt !== null) {
    const longer = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM emergency_stop
       WHERE organisation_id = ${organisation.id} AND subject_id = ${subjectId} AND lifted_at IS NULL
         AND (ends_at IS NULL OR ends_at > greatest(clock_timestamp(), ${endsAt}::timestamptz)) LIMIT 1`
    if (longer.length > 0)
      throw new Fault(
        'stop-holds',
        'A stop that ends later holds already. Lift it first to set a shorter one.',
      )
  }
  await tx.$executeRaw`
    UPDATE emergency_stop SET lifted_at = clock_timestamp(), lifted_by_id = ${userId}
     WHERE organisation_id = ${organisation.id} AND subject_id = ${subjectId} AND lifted_at IS NULL
       AND (ends_at IS NULL OR ends_at > clock_timestamp())`
}
