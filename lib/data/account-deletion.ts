// The end of an account. Whose it alone was goes with it; what others share stays, and has an owner afterwards.
import { Fault } from '#lib/fault.ts'
import { writePersonalAudit } from './audit-personal.ts'
import { type Database, database, transaction } from './client.ts'
import { insertMail, type NewMail } from './mail.ts'
import type { Member } from './model.ts'
import { lockOrganisation } from './servers.ts'

/** What becomes of an organisation when the person goes. */
export type Fate = {
  readonly id: string
  readonly name: string
  /** goes: nobody else is in it · needs-owner: others are, and none of them owns it · stays */
  readonly fate: 'goes' | 'needs-owner' | 'stays'
  /** Live grants that the person made: they stop, wherever they are used. */
  readonly grants: number
}

/** @returns every organisation of the person, by name */
export async function findFates(userId: string, db: Database = database()): Promise<Fate[]> {
  const rows = await db.$queryRaw<{ id: string; name: string; fate: Fate['fate']; grants: number }[]>`
    SELECT o.id, o.name,
           CASE WHEN others.members = 0 THEN 'goes' WHEN others.owners = 0 AND m.role = 'owner' THEN 'needs-owner'
                ELSE 'stays' END AS fate,
           (SELECT count(*)::int FROM "grant" g WHERE g.organisation_id = o.id AND g.created_by_id = m.user_id
               AND g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > now())) AS grants
      FROM member m JOIN organisation o ON o.id = m.organisation_id
     CROSS JOIN LATERAL (SELECT count(*) AS members, count(*) FILTER (WHERE other.role = 'owner') AS owners
                           FROM member other WHERE other.organisation_id = o.id AND other.user_id <> m.user_id) others
     WHERE m.user_id = ${userId} ORDER BY o.name, o.id`
  return rows
}

/**
 * Deletes the person's account, with everything that is theirs alone.
 * @param letter says so, to the address that it was
 * @throws Fault last-owner {organisations}
 */
export async function deleteAccount(member: Member, letter: NewMail | null): Promise<void> {
  const { userId } = member
  await transaction(async (tx) => {
    const mine = await tx.member.findMany({ where: { userId }, select: { organisationId: true } })
    // In one order, so that two who go at once do not wait for one another.
    for (const id of mine.map(({ organisationId }) => organisationId).sort()) await lockOrganisation(tx, id)
    const fates = await findFates(userId, tx)
    const orphaned = fates.filter(({ fate }) => fate === 'needs-owner').map(({ name }) => name)
    if (orphaned.length > 0)
      throw new Fault(
        'last-owner',
        `You are the only owner of ${orphaned.join(', ')}. Make somebody else an owner first, or delete it.`,
        { data: { organisations: orphaned } },
      )
    await writePersonalAudit(tx, userId, 'account.deleted', {}, member.from, member.via)
    const going = fates.filter(({ fate }) => fate === 'goes').map(({ id }) => id)
    await tx.$executeRaw`
      INSERT INTO organisation_deletion (organisation_id, asked_by_id, due_at)
      SELECT id, ${userId}, clock_timestamp() FROM unnest(${going}::text[]) AS id
      ON CONFLICT (organisation_id) DO UPDATE SET due_at = EXCLUDED.due_at`
    await tx.policyDraft.deleteMany({ where: { userId } })
    await tx.$executeRaw`UPDATE api_key SET revoked_at = clock_timestamp() WHERE user_id = ${userId} AND revoked_at IS NULL`
    await tx.$executeRaw`UPDATE organisation SET escalate_to_id = NULL WHERE escalate_to_id = ${userId}`
    await insertMail(letter, tx)
    await tx.user.delete({ where: { id: userId } })
  })
}
