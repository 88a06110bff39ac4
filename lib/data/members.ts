// Memberships: the person behind a session or a password, in the organisation they work in.
import { roleOf } from '#lib/roles/index.ts'
import { type Database, database } from './client.ts'
import type { Member, Organisation, Person } from './model.ts'
import { memberFrom } from './organisation.ts'

/**
 * A user in the organisation that they chose last, else the one that they are in for longest; null where they are in
 * none (any more).
 */
export async function findMember(
  userId: string,
  via: Member['via'],
  db: Database = database(),
): Promise<Member | null> {
  const row = await db.member.findFirst({
    where: { userId },
    include: { organisation: true, user: true },
    orderBy: [{ chosenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'asc' }, { organisationId: 'asc' }],
  })
  return row && memberFrom(row, via)
}

/** A user in one organisation, or null. */
export async function findMemberIn(
  organisationId: string,
  userId: string,
  via: Member['via'],
  db: Database = database(),
): Promise<Member | null> {
  const row = await db.member.findUnique({
    where: { organisationId_userId: { organisationId, userId } },
    include: { organisation: true, user: true },
  })
  return row && memberFrom(row, via)
}

/** Everyone of an organisation, the longest there first. */
export async function listMembers(organisation: Organisation): Promise<Person[]> {
  const rows = await database().member.findMany({
    where: { organisationId: organisation.id },
    include: { user: true },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  })
  return rows.map((row) => ({
    userId: row.userId,
    email: row.user.email,
    role: roleOf(row.role),
    joinedAt: row.createdAt,
  }))
}

/** How many live grants each person made, by their id; who made none is left out. */
export async function countGrantsByMaker({ id }: Organisation): Promise<ReadonlyMap<string, number>> {
  const groups = await database().grant.groupBy({
    by: ['createdById'],
    where: { organisationId: id, revokedAt: null },
    _count: { _all: true },
  })
  return new Map(
    groups.flatMap(({ createdById, _count }) =>
      createdById === null ? [] : [[createdById, _count._all] as const],
    ),
  )
}
