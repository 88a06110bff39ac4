// What is known of one person, without what opens anything.
import { database } from '../client.ts'

/** @returns null where there is no such person (any more) */
export async function readPerson(userId: string) {
  const user = await database().user.findUnique({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      name: true,
      emailVerified: true,
      createdAt: true,
      passwordChangedAt: true,
      accounts: { select: { provider: true, providerAccountId: true } },
      sessions: {
        select: {
          id: true,
          createdAt: true,
          confirmedAt: true,
          lastUsedAt: true,
          expires: true,
          agent: true,
          address: true,
        },
        orderBy: { createdAt: 'asc' },
      },
      passkeys: {
        select: { id: true, name: true, isSynced: true, createdAt: true, lastUsedAt: true },
        orderBy: { createdAt: 'asc' },
      },
      authenticator: { select: { confirmedAt: true } },
      memberships: {
        select: { role: true, createdAt: true, organisation: { select: { id: true, name: true } } },
        orderBy: { createdAt: 'asc' },
      },
    },
  })
  return user
}
