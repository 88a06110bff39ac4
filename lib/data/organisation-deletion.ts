// Whether and when an organisation is deleted. The gateway's standing work does it (purge_organisations).
import { Fault } from '#lib/fault.ts'
import { writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import { insertMail, type NewMail } from './mail.ts'
import type { Member, Organisation } from './model.ts'
import { lockOrganisation } from './servers.ts'

export type Deletion = { readonly dueAt: Date; readonly askedAt: Date; readonly askedBy: string | null }

/** @returns null where the organisation stays */
export async function findDeletion(organisation: Organisation): Promise<Deletion | null> {
  const row = await database().organisationDeletion.findUnique({ where: { organisationId: organisation.id } })
  if (!row) return null
  const user = await database().user.findUnique({ where: { id: row.askedById }, select: { email: true } })
  return { dueAt: row.dueAt, askedAt: row.askedAt, askedBy: user?.email ?? null }
}

/**
 * Has an organisation deleted in `days`. Again changes nothing.
 * @param letters for its owners, sent where this is what did it
 */
export async function askDeletion(
  member: Member,
  days: number,
  letters: (dueAt: Date) => readonly (NewMail | null)[],
): Promise<Date> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    const asked = await tx.$queryRaw<{ due_at: Date }[]>`
      INSERT INTO organisation_deletion (organisation_id, asked_by_id, due_at)
      VALUES (${organisationId}, ${member.userId}, clock_timestamp() + make_interval(days => ${days}::int))
      ON CONFLICT (organisation_id) DO NOTHING RETURNING due_at`
    const dueAt = asked[0]?.due_at
    if (!dueAt) {
      const before = await tx.organisationDeletion.findUniqueOrThrow({ where: { organisationId } })
      return before.dueAt
    }
    await writeAudit(tx, member, 'organisation.deletion_asked', organisationId, {
      name: member.organisation.name,
      dueAt: dueAt.toISOString(),
    })
    for (const letter of letters(dueAt)) await insertMail(letter, tx)
    return dueAt
  })
}

/** Takes it back while it is not due. @throws Fault not-found (it stays, or it is too late) */
export async function takeBackDeletion(member: Member): Promise<void> {
  const organisationId = member.organisation.id
  await transaction(async (tx) => {
    const count = await tx.$executeRaw`
      DELETE FROM organisation_deletion WHERE organisation_id = ${organisationId} AND due_at > clock_timestamp()`
    if (count === 0)
      throw new Fault(
        'not-found',
        'There is nothing to take back: the organisation stays, or its time is over.',
      )
    await writeAudit(tx, member, 'organisation.deletion_taken_back', organisationId, {
      name: member.organisation.name,
    })
  })
}

/** The addresses of those who own it. */
export async function ownersOf(organisation: Organisation): Promise<string[]> {
  const rows = await database().member.findMany({
    where: { organisationId: organisation.id, role: 'owner' },
    select: { user: { select: { email: true } } },
    orderBy: { createdAt: 'asc' },
  })
  return rows.map(({ user }) => user.email)
}
