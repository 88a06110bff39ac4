// Auth.js' adapter over our tables, with one change: only the SHA-256 of a session token is stored,
// so a copy of the database opens no session. A session ends 30 days after sign-in, used or not.
import { createHash } from 'node:crypto'
import type { Adapter } from '@auth/core/adapters'
import { PrismaAdapter } from '@auth/prisma-adapter'
import { newUserId } from '#lib/id.ts'
import { writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import { findMember } from './members.ts'
import type { Member } from './model.ts'

export const SESSION_MS = 30 * 24 * 60 * 60 * 1000

type Sessions = Required<
  Pick<Adapter, 'createSession' | 'getSessionAndUser' | 'updateSession' | 'deleteSession'>
>

/** Sessions by the token that a browser holds. */
export const sessions: Sessions = {
  async createSession(session) {
    await deleteExpiredSessions()
    const { userId, expires } = session
    await database().session.create({
      data: { sessionToken: digestOf(session.sessionToken), userId, expires },
    })
    return session
  },

  async getSessionAndUser(sessionToken) {
    const row = await database().session.findUnique({
      where: { sessionToken: digestOf(sessionToken) },
      include: { user: { select: { id: true, email: true, name: true, image: true, emailVerified: true } } },
    })
    if (!row || row.expires <= new Date()) return null
    return { session: { sessionToken, userId: row.userId, expires: row.expires }, user: row.user }
  },

  // Using a session never prolongs it.
  async updateSession() {
    return null
  },

  async deleteSession(sessionToken) {
    const key = { sessionToken: digestOf(sessionToken) }
    await transaction(async (tx) => {
      const row = await tx.session.findUnique({ where: key })
      const { count } = await tx.session.deleteMany({ where: key })
      if (!row || count === 0 || row.expires <= new Date()) return
      const member = await findMember(row.userId, 'user', tx)
      if (member) await writeAudit(tx, member, 'session.ended', row.userId, { email: member.email })
    })
  },
}

/** When whoever holds a session last proved to be its person; null where the token opens none. */
export async function findConfirmedAt(token: string): Promise<Date | null> {
  const row = await database().session.findUnique({
    where: { sessionToken: digestOf(token) },
    select: { confirmedAt: true, expires: true },
  })
  return row && row.expires > new Date() ? row.confirmedAt : null
}

/** Notes that whoever holds a session has proved, just now, to be its person. */
export async function confirmSession(member: Member, token: string): Promise<void> {
  await transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE session SET confirmed_at = clock_timestamp()
       WHERE session_token = ${digestOf(token)} AND user_id = ${member.userId}`
    if (count === 1) await writeAudit(tx, member, 'session.confirmed', member.userId)
  })
}

/** Whose session a token opens, and as what: a look for many at once. Tokens that open none are left out. */
export async function findStandings(
  tokens: readonly string[],
): Promise<ReadonlyMap<string, { readonly organisationId: string; readonly role: string }>> {
  const byDigest = new Map(tokens.map((token) => [digestOf(token), token]))
  const rows = await database().$queryRaw<{ digest: string; organisation_id: string; role: string }[]>`
    SELECT session.session_token AS digest, member.organisation_id, member.role
      FROM session CROSS JOIN LATERAL (
           SELECT organisation_id, role FROM member WHERE member.user_id = session.user_id
            ORDER BY created_at, organisation_id LIMIT 1) member
     WHERE session.session_token = ANY(${[...byDigest.keys()]}::text[]) AND session.expires > now()`
  return new Map(
    rows.flatMap(({ digest, organisation_id, role }) => {
      const token = byDigest.get(digest)
      return token === undefined ? [] : [[token, { organisationId: organisation_id, role }] as const]
    }),
  )
}

/** The whole adapter, for Auth.js. Its users get ids like ours. */
export function authAdapter(): Adapter {
  const adapter = PrismaAdapter(database())
  return {
    ...adapter,
    ...sessions,
    createUser: (user) => {
      if (!adapter.createUser) throw new Error('the adapter makes no users')
      return adapter.createUser({ ...user, id: newUserId() })
    },
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function deleteExpiredSessions(): Promise<void> {
  await database().session.deleteMany({ where: { expires: { lt: new Date() } } })
}
