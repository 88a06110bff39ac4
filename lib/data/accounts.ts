// People who can sign in, and the organisation that each brings into being.
import { Fault } from '#lib/fault.ts'
import { newOrganisationId, newUserId } from '#lib/id.ts'
import { deleteSignUpLinks, linkOver, takeLink } from './account-links.ts'
import { writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, RequestOrigin } from './model.ts'
import { memberFrom } from './organisation.ts'

// Any one number that no other feature locks: makes "is there a user yet" and "add one" one step.
const FIRST_ACCOUNT_LOCK = 7_261_001

export type Account = { readonly userId: string; readonly passwordHash: string | null }

/** The account of an e-mail address that was already put in its stored form, or null. */
export async function findAccount(email: string): Promise<Account | null> {
  const row = await database().user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true },
  })
  return row && { userId: row.id, passwordHash: row.passwordHash }
}

/** An account as its owner sees it. */
export type OwnAccount = {
  readonly email: string
  readonly emailVerified: Date | null
  readonly hasPassword: boolean
  readonly passwordChangedAt: Date | null
  readonly createdAt: Date
}

export async function findOwnAccount(userId: string): Promise<OwnAccount | null> {
  const row = await database().user.findUnique({ where: { id: userId } })
  if (!row) return null
  const { email, emailVerified, passwordChangedAt, createdAt } = row
  return { email, emailVerified, hasPassword: Boolean(row.passwordHash), passwordChangedAt, createdAt }
}

export async function hasAccounts(): Promise<boolean> {
  return (await database().user.findFirst({ select: { id: true } })) !== null
}

export type NewAccount = {
  readonly email: string
  /** null: it is signed in to another way. */
  readonly passwordHash: string | null
  readonly organisationName: string
  /** Its owner has shown to read the mailbox. */
  readonly isVerified?: boolean
  /** A sign-in elsewhere that opens it. */
  readonly provider?: ProviderIdentity
  /** The link that it is made by, used up with it. */
  readonly linkDigest?: string
}
/** Somebody's account at a provider: 'github' and what it calls them for good. */
export type ProviderIdentity = { readonly provider: string; readonly providerAccountId: string }

/**
 * Makes a user and an organisation that the user owns, both or neither.
 * @param onlyFirst refuse unless there is no user at all, exactly
 * @throws Fault email-taken, sign-up-closed, link-over
 */
export async function createAccount(
  account: NewAccount,
  via: Member['via'],
  onlyFirst = false,
  from?: RequestOrigin,
): Promise<Member> {
  const { email, passwordHash, organisationName, isVerified = false, provider, linkDigest } = account
  return transaction(async (tx) => {
    await lockAccounts(tx)
    if (onlyFirst && (await tx.user.findFirst({ select: { id: true } }))) throw signUpClosed()
    if (linkDigest !== undefined && !(await takeLink(tx, linkDigest, ['sign-up']))) throw linkOver('sign-up')
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) throw emailTaken()
    const verified = isVerified ? { emailVerified: new Date() } : {}
    const user = await tx.user.create({ data: { id: newUserId(), email, passwordHash, ...verified } })
    await deleteSignUpLinks(tx, email)
    if (provider) await tx.account.create({ data: { userId: user.id, type: 'oauth', ...provider } })
    const organisation = await tx.organisation.create({
      data: { id: newOrganisationId(), name: organisationName },
    })
    await tx.member.create({ data: { organisationId: organisation.id, userId: user.id, role: 'owner' } })
    const member = { ...memberFrom({ role: 'owner', organisation, user }, via), ...(from && { from }) }
    await writeAudit(tx, member, 'organisation.created', organisation.id, { name: organisationName })
    return member
  })
}

/** One at a time may make an account: who looks whether there is one sees what the others did. */
export async function lockAccounts(tx: Transaction): Promise<void> {
  // Transaction-scoped, so it is safe behind a pooler and gone with the commit.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`
}

/**
 * Stores another hash of the same password, made in the way that is current.
 * @param from the one that it stands for: a password that was changed meanwhile stays
 */
export async function replacePasswordHash(
  userId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await database().user.updateMany({ where: { id: userId, passwordHash: from }, data: { passwordHash: to } })
}

// Nobody makes old ones any more: once there is none, there is none.
let areOldGone = false

/** Whether an account is left whose password was hashed before Argon2id. */
export async function hasOldPasswordHashes(): Promise<boolean> {
  if (areOldGone) return false
  const where = { passwordHash: { startsWith: '$scrypt$' } }
  const row = await database().user.findFirst({ where, select: { id: true } })
  areOldGone = row === null
  return !areOldGone
}

export function signUpClosed(): Fault {
  return new Fault(
    'sign-up-closed',
    'Sign-up is closed here: new people join by invitation. Ask somebody who is in an organisation here to invite you.',
  )
}

export function emailTaken(): Fault {
  return new Fault('email-taken', 'There is already an account with this e-mail address. Sign in instead.')
}
