// People who can sign in, and the organisation that each brings into being.
import { Fault } from '#lib/fault.ts'
import { newOrganisationId, newUserId } from '#lib/id.ts'
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

export async function hasAccounts(): Promise<boolean> {
  return (await database().user.findFirst({ select: { id: true } })) !== null
}

/**
 * Makes a user and an organisation that the user owns, both or neither.
 * @param onlyFirst refuse unless there is no user at all, exactly
 * @throws Fault email-taken, sign-up-closed
 */
export async function createAccount(
  account: { email: string; passwordHash: string; organisationName: string },
  via: Member['via'],
  onlyFirst = false,
  from?: RequestOrigin,
): Promise<Member> {
  const { email, passwordHash, organisationName } = account
  return transaction(async (tx) => {
    await lockAccounts(tx)
    if (onlyFirst && (await tx.user.findFirst({ select: { id: true } }))) throw signUpClosed()
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) throw emailTaken()
    const user = await tx.user.create({ data: { id: newUserId(), email, passwordHash } })
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

/** Stores another hash of the same password, made with the parameters that are current. */
export async function replacePasswordHash(userId: string, passwordHash: string): Promise<void> {
  await database().user.updateMany({ where: { id: userId }, data: { passwordHash } })
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
