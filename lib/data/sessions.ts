// Sessions of browsers, and Auth.js' adapter over our tables. Only the SHA-256 of a session's token is stored, so a copy of
// the database opens no session. A session ends 30 days after sign-in, used or not, and 7 days after it was last used.
import { createHash } from 'node:crypto'
import type { Adapter } from '@auth/core/adapters'
import { writePersonalAudit } from './audit-personal.ts'
import { type Database, database, type Transaction, transaction } from './client.ts'
import type { Member } from './model.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const SESSION_MS = 30 * DAY_MS
export const IDLE_MS = 7 * DAY_MS
// How exactly it is known when a session was last used: each page view would write otherwise.
const TOUCH_MS = 60_000

/** A session as its owner may see it; no token opens it. */
export type SessionRow = {
  readonly id: string
  readonly userId: string
  readonly createdAt: Date
  /** When whoever sits there last proved to be the account's owner. */
  readonly confirmedAt: Date
  readonly lastUsedAt: Date
  readonly expires: Date
  /** What the browser calls itself. */
  readonly agent: string
  readonly address: string
}
/** Where a session is begun. */
export type Browser = { readonly agent: string; readonly address: string }

const SHOWN = {
  id: true,
  userId: true,
  createdAt: true,
  confirmedAt: true,
  lastUsedAt: true,
  expires: true,
  agent: true,
  address: true,
} as const

export async function insertSession(
  token: string,
  userId: string,
  expires: Date,
  { agent, address }: Browser = { agent: '', address: '' },
): Promise<void> {
  await deleteEndedSessions()
  // A browser's name for itself is whatever its sender wrote.
  const named = { agent: agent.replace(/[^\x20-\x7e]/g, '').slice(0, 300), address: address.slice(0, 60) }
  await database().session.create({ data: { sessionToken: digestOf(token), userId, expires, ...named } })
}

/** The live session that a token opens, or null. Looking is using it. */
export async function findSession(token: string): Promise<SessionRow | null> {
  const sessionToken = digestOf(token)
  const row = await database().session.findFirst({ where: { sessionToken, ...live() }, select: SHOWN })
  if (row && Date.now() - row.lastUsedAt.getTime() > TOUCH_MS)
    await database().session.updateMany({ where: { sessionToken }, data: { lastUsedAt: new Date() } })
  return row
}

/** The live sessions of a person, the last used first. */
export function listSessionsOf(userId: string): Promise<SessionRow[]> {
  return database().session.findMany({
    where: { userId, ...live() },
    select: SHOWN,
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
  })
}

/** Ends the session that a token opens. Nothing where there is none. */
export async function deleteSession(token: string): Promise<void> {
  await deleteSessions({ sessionToken: digestOf(token) })
}

/** Ends one session of a person, by its id. @returns false where there is no such session */
export async function deleteSessionOf(userId: string, id: string): Promise<boolean> {
  return /^[0-9a-f-]{36}$/.test(id) && (await deleteSessions({ userId, id })) > 0
}

/** Ends all sessions of a person but one, in one audit entry. @returns how many */
export function deleteOtherSessions(userId: string, exceptId: string): Promise<number> {
  return transaction(async (tx) => {
    const count = await endSessionsOf(tx, userId, exceptId)
    if (count > 0) await writePersonalAudit(tx, userId, 'session.ended', { sessions: count })
    return count
  })
}

/**
 * Ends the sessions of a person, in the transaction of what makes them worthless, and in its audit entry's words.
 * @param exceptId one that goes on
 * @returns how many
 */
export async function endSessionsOf(
  tx: Transaction,
  userId: string,
  exceptId: string | null = null,
): Promise<number> {
  const { count } = await tx.session.deleteMany({
    where: { userId, ...(exceptId !== null && { id: { not: exceptId } }) },
  })
  return count
}

/** Gives a session another token: the one before opens nothing any more. */
export async function replaceToken(tx: Transaction, id: string, token: string): Promise<void> {
  await tx.session.update({ where: { id }, data: { sessionToken: digestOf(token), confirmedAt: new Date() } })
}

/** Gives a session whose holder has proved, just now, to be its person another token. */
export async function confirmSession(member: Member, id: string, token: string): Promise<void> {
  await transaction(async (tx) => {
    await replaceToken(tx, id, token)
    await writePersonalAudit(tx, member.userId, 'session.confirmed', {}, member.from)
  })
}

/** Whose session a token opens, and as what: a look for many at once. Tokens that open none are left out. */
export async function findStandings(
  tokens: readonly string[],
): Promise<ReadonlyMap<string, { readonly organisationId: string; readonly role: string }>> {
  const byDigest = new Map(tokens.map((token) => [digestOf(token), token]))
  const idle = new Date(Date.now() - IDLE_MS)
  const rows = await database().$queryRaw<{ digest: string; organisation_id: string; role: string }[]>`
    SELECT session.session_token AS digest, member.organisation_id, member.role
      FROM session CROSS JOIN LATERAL (
           SELECT organisation_id, role FROM member WHERE member.user_id = session.user_id
            ORDER BY created_at, organisation_id LIMIT 1) member
     WHERE session.session_token = ANY(${[...byDigest.keys()]}::text[]) AND session.expires > now()
       AND session.last_used_at > ${idle}`
  return new Map(
    rows.flatMap(({ digest, organisation_id, role }) => {
      const token = byDigest.get(digest)
      return token === undefined ? [] : [[token, { organisationId: organisation_id, role }] as const]
    }),
  )
}

/** What Auth.js needs to say who is signed in and to sign out. Accounts and their sign-ins are ours (lib/accounts). */
export function authAdapter(): Adapter {
  return {
    async getSessionAndUser(sessionToken) {
      const row = await findSession(sessionToken)
      if (!row) return null
      const user = await database().user.findUnique({
        where: { id: row.userId },
        select: { id: true, email: true, name: true, image: true, emailVerified: true },
      })
      return user && { session: { sessionToken, userId: row.userId, expires: row.expires }, user }
    },
    // Using a session never prolongs it.
    updateSession: async () => null,
    deleteSession,
    // lib/auth ends a sign-in through a provider before any of these is asked for: they are named because Auth.js wants
    // an adapter whole.
    getUserByAccount: async () => null,
    createUser: notOurs,
    getUser: notOurs,
    getUserByEmail: notOurs,
    updateUser: notOurs,
    linkAccount: notOurs,
    createSession: notOurs,
  }
}

async function notOurs(): Promise<never> {
  throw new Error('accounts and sessions are made by lib/auth')
}

function live() {
  const now = Date.now()
  return { expires: { gt: new Date(now) }, lastUsedAt: { gt: new Date(now - IDLE_MS) } }
}

function deleteSessions(where: { sessionToken: string } | { userId: string; id: string }): Promise<number> {
  return transaction(async (tx) => {
    const row = await tx.session.findFirst({ where: { ...where, ...live() } })
    const { count } = await tx.session.deleteMany({ where })
    if (row && count > 0) await writePersonalAudit(tx, row.userId, 'session.ended')
    return row ? count : 0
  })
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function deleteEndedSessions(db: Database = database()): Promise<void> {
  const now = Date.now()
  await db.session.deleteMany({
    where: { OR: [{ expires: { lt: new Date(now) } }, { lastUsedAt: { lt: new Date(now - IDLE_MS) } }] },
  })
}
