// Sign-ins elsewhere that open an account here. Only whose they are is stored: no token of a provider is kept.
import { Fault } from '#lib/fault.ts'
import type { ProviderIdentity } from './accounts.ts'
import { writePersonalAudit } from './audit-personal.ts'
import { database, isDuplicate, transaction } from './client.ts'
import { insertMail, type NewMail } from './mail.ts'
import type { Member } from './model.ts'

/** Whose account a sign-in elsewhere opens, or null. */
export async function findByProvider(identity: ProviderIdentity): Promise<string | null> {
  const row = await database().account.findUnique({
    where: { provider_providerAccountId: identity },
    select: { userId: true },
  })
  return row?.userId ?? null
}

/** The providers that open a person's account. */
export async function listProvidersOf(userId: string): Promise<string[]> {
  const rows = await database().account.findMany({
    where: { userId },
    select: { provider: true },
    distinct: ['provider'],
    orderBy: { provider: 'asc' },
  })
  return rows.map(({ provider }) => provider)
}

/** @throws Fault in-use where it opens an account already */
export function linkProvider(
  member: Member,
  identity: ProviderIdentity,
  mail: NewMail | null,
): Promise<void> {
  return transaction(async (tx) => {
    try {
      await tx.account.create({ data: { userId: member.userId, type: 'oauth', ...identity } })
    } catch (error) {
      throw isDuplicate(error) ? alreadyLinked() : error
    }
    const { provider } = identity
    await insertMail(mail, tx)
    await writePersonalAudit(tx, member.userId, 'account.provider_linked', { provider }, member.from)
  })
}

/**
 * Takes a provider away from a person's account.
 * @throws Fault not-found, last-way-in
 */
export function unlinkProvider(member: Member, provider: string): Promise<void> {
  const { userId } = member
  return transaction(async (tx) => {
    // Two that are taken away at once must not both find the other.
    const [user] = await tx.$queryRaw<{ hasPassword: boolean }[]>`
      SELECT coalesce(password_hash, '') <> '' AS "hasPassword" FROM "user" WHERE id = ${userId} FOR UPDATE`
    const { count } = await tx.account.deleteMany({ where: { userId, provider } })
    if (count === 0) throw new Fault('not-found', 'This way to sign in is not connected. Reload the page.')
    const isAnotherWay =
      user?.hasPassword ||
      (await tx.account.count({ where: { userId } })) > 0 ||
      (await tx.passkey.count({ where: { userId } })) > 0
    if (!isAnotherWay)
      throw new Fault(
        'last-way-in',
        'This is the only way into your account. Set a password first, then disconnect it.',
      )
    await writePersonalAudit(tx, userId, 'account.provider_unlinked', { provider }, member.from)
  })
}

export function alreadyLinked(): Fault {
  return new Fault(
    'in-use',
    'That account opens another one here. Sign in with it, and disconnect it there first.',
  )
}
