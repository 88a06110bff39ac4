// Changes of an account that a mailed link or its own password stands for: each in one transaction, with its mail, its audit
// entries and the end of every session that was opened for less.
import { deleteLinksOf, insertLink, type NewLink, takeLink } from './account-links.ts'
import { emailTaken } from './accounts.ts'
import { writePersonalAudit } from './audit-personal.ts'
import { isDuplicate, type Transaction, transaction } from './client.ts'
import { insertMail, type NewMail } from './mail.ts'
import type { Member, RequestOrigin } from './model.ts'
import { endSessionsOf, replaceToken } from './sessions.ts'

/** Stores a link and the letter that holds it, both or neither. */
export function storeLink(link: NewLink, mails: readonly (NewMail | null)[]): Promise<void> {
  return transaction(async (tx) => {
    await insertLink(link, tx)
    for (const mail of mails) await insertMail(mail, tx)
  })
}

/**
 * Sets the password of whoever holds a reset link. The mailbox is proved by it, every session ends, and no other link of
 * the account works any more.
 * @returns the address of the account; null where the link is used, over or nobody's
 */
export function resetPasswordBy(
  digest: string,
  passwordHash: string,
  mailTo: (email: string) => NewMail | null,
  from: RequestOrigin,
): Promise<string | null> {
  return transaction(async (tx) => {
    const link = await takeLink(tx, digest, ['reset-password'])
    // Of an address that the account has no longer it opens nothing.
    const user = link && (await findUser(tx, link.userId ?? '', link.email))
    if (!user) return null
    const now = new Date()
    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, passwordChangedAt: now, emailVerified: user.emailVerified ?? now },
    })
    await deleteLinksOf(user.id, null, tx)
    await endSessionsOf(tx, user.id)
    await insertMail(mailTo(user.email), tx)
    await writePersonalAudit(tx, user.id, 'account.password_reset', {}, from)
    return user.email
  })
}

/** Sets the password of a signed-in person; their session goes on with another token, every other one ends. */
export function setPassword(
  member: Member,
  passwordHash: string,
  session: { readonly id: string; readonly token: string },
  mail: NewMail | null,
): Promise<void> {
  return transaction(async (tx) => {
    const data = { passwordHash, passwordChangedAt: new Date() }
    await tx.user.update({ where: { id: member.userId }, data })
    await deleteLinksOf(member.userId, 'reset-password', tx)
    await endSessionsOf(tx, member.userId, session.id)
    await replaceToken(tx, session.id, session.token)
    await insertMail(mail, tx)
    await writePersonalAudit(tx, member.userId, 'account.password_changed', {}, member.from, member.via)
  })
}

export type ConfirmedEmail = {
  readonly userId: string
  readonly email: string
  readonly before: string | null
}

/**
 * Does what a link to an address was for: the address counts as its account's own, or becomes it.
 * @param mailTo the letter to the address that is left
 * @returns null where the link is used, over or nobody's
 * @throws Fault email-taken where somebody else has the address by now
 */
export function confirmEmailBy(
  digest: string,
  mailTo: (before: string, email: string) => NewMail | null,
  from: RequestOrigin,
): Promise<ConfirmedEmail | null> {
  return transaction(async (tx) => {
    const link = await takeLink(tx, digest, ['confirm-email', 'change-email'])
    if (!link?.userId) return null
    const { userId, email } = link
    if (link.purpose === 'confirm-email') {
      if (!(await findUser(tx, userId, email))) return null
      await tx.user.update({ where: { id: userId }, data: { emailVerified: new Date() } })
      await writePersonalAudit(tx, userId, 'account.email_confirmed', {}, from)
      return { userId, email, before: null }
    }
    const before = await moveAddress(tx, userId, email)
    await insertMail(mailTo(before, email), tx)
    await writePersonalAudit(tx, userId, 'account.email_changed', { before, after: email }, from)
    return { userId, email, before }
  })
}

async function moveAddress(tx: Transaction, userId: string, email: string): Promise<string> {
  const { email: before } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
  if (await tx.user.findFirst({ where: { email, id: { not: userId } }, select: { id: true } }))
    throw emailTaken()
  try {
    await tx.user.update({ where: { id: userId }, data: { email, emailVerified: new Date() } })
  } catch (error) {
    throw isDuplicate(error) ? emailTaken() : error
  }
  // Letters to the old address open nothing, and who sat at one of its sessions begins anew.
  await deleteLinksOf(userId, null, tx)
  await endSessionsOf(tx, userId)
  // What told them at the old address tells them at the new one.
  await tx.$executeRaw`
    UPDATE channel SET target = ${email} WHERE kind = 'email' AND target = ${before}
       AND organisation_id IN (SELECT organisation_id FROM member WHERE user_id = ${userId})`
  return before
}

function findUser(tx: Transaction, id: string, email: string) {
  return tx.user.findFirst({ where: { id, email } })
}
