// Memberships: the person behind a session or a password, in the organisation they work in.
import { database } from './client.ts'
import type { Member } from './model.ts'
import { memberFrom } from './organisation.ts'

/** The oldest membership of a user, or null where there is none (any more). */
export async function findMember(userId: string, via: Member['via']): Promise<Member | null> {
  const row = await database().member.findFirst({
    where: { userId },
    include: { organisation: true, user: true },
    orderBy: [{ createdAt: 'asc' }, { organisationId: 'asc' }],
  })
  return row && memberFrom(row, via)
}
