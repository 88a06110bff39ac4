// Links that prove an address: stored by their digest, used once, whoever opens them.
import { Fault } from '#lib/fault.ts'
import { type Database, database, type Transaction } from './client.ts'

export type LinkPurpose = 'sign-up' | 'confirm-email' | 'change-email' | 'reset-password'
export type NewLink = {
  readonly digest: string
  readonly purpose: LinkPurpose
  readonly userId: string | null
  /** Whose mailbox it proves. */
  readonly email: string
  readonly passwordHash?: string
  readonly trialId?: string
  readonly lastsMs: number
}
export type AccountLink = {
  readonly purpose: LinkPurpose
  readonly userId: string | null
  readonly email: string
  readonly passwordHash: string | null
  readonly trialId: string | null
}

const SHOWN = { purpose: true, userId: true, email: true, passwordHash: true, trialId: true } as const

/** Stores a link. Of a person, the one before of the same purpose opens nothing from now on. */
export async function insertLink({ lastsMs, ...link }: NewLink, db: Database = database()): Promise<void> {
  if (link.userId !== null)
    await db.accountLink.deleteMany({ where: { userId: link.userId, purpose: link.purpose } })
  const now = Date.now()
  const times = { createdAt: new Date(now), expiresAt: new Date(now + lastsMs) }
  await db.accountLink.create({ data: { ...link, ...times } })
}

/** A link that would work now, or null. It still does afterwards. */
export async function findLink(digest: string): Promise<AccountLink | null> {
  const row = await database().accountLink.findFirst({
    where: { digest, expiresAt: { gt: new Date() } },
    select: SHOWN,
  })
  return row && { ...row, purpose: row.purpose as LinkPurpose }
}

/** Uses a link up. Of two who try at once, one gets null, as does everybody with one that is over or another purpose. */
export async function takeLink(
  tx: Transaction,
  digest: string,
  purposes: readonly LinkPurpose[],
): Promise<AccountLink | null> {
  const rows = await tx.$queryRaw<(AccountLink & { isLive: boolean })[]>`
    DELETE FROM account_link WHERE digest = ${digest} AND purpose = ANY(${[...purposes]}::text[])
    RETURNING purpose, user_id AS "userId", email, password_hash AS "passwordHash", trial_id AS "trialId",
              expires_at > now() AS "isLive"`
  const [row] = rows
  if (!row?.isLive) return null
  const { isLive: _, ...link } = row
  return link
}

/** Makes the links of a person worthless: those of one purpose, or all (null). */
export async function deleteLinksOf(
  userId: string,
  purpose: LinkPurpose | null,
  db: Database = database(),
): Promise<void> {
  await db.accountLink.deleteMany({ where: { userId, ...(purpose !== null && { purpose }) } })
}

/** Makes what was mailed to an address before it had an account worthless. */
export async function deleteSignUpLinks(tx: Transaction, email: string): Promise<void> {
  await tx.accountLink.deleteMany({ where: { email, purpose: 'sign-up' } })
}

/** The address that a person wants to change to, or null. */
export async function findPendingEmail(userId: string): Promise<string | null> {
  const row = await database().accountLink.findFirst({
    where: { userId, purpose: 'change-email', expiresAt: { gt: new Date() } },
    select: { email: true },
  })
  return row?.email ?? null
}

const OVER: Readonly<Record<LinkPurpose, string>> = {
  'sign-up': 'This link is used or over. Sign up again to get another.',
  'confirm-email': 'This link is used or over. Sign in and ask for another under Your account.',
  'change-email': 'This link is used or over. Sign in and ask for another under Your account.',
  'reset-password': 'This link is used or over. Ask for another on the sign-in page.',
}

/** One answer for a link that was used, is over, was replaced, or never was. */
export function linkOver(purpose: LinkPurpose): Fault {
  return new Fault('link-over', OVER[purpose])
}
