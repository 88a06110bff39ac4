// An app that shows codes: its secret sealed, and the step of the last code that was taken, so that none counts twice.
import { writePersonalAudit } from '../audit-personal.ts'
import { database, transaction } from '../client.ts'
import type { Member } from '../model.ts'

export type Authenticator = { readonly sealedSecret: Uint8Array; readonly confirmedAt: Date | null }

/** A person's app, whether or not its first code was given. */
export async function findAuthenticator(userId: string): Promise<Authenticator | null> {
  return database().authenticator.findUnique({
    where: { userId },
    select: { sealedSecret: true, confirmedAt: true },
  })
}

/** Keeps a secret that no code has proved yet. False where an app counts already: that one is removed first. */
export async function startAuthenticator(userId: string, sealedSecret: Uint8Array): Promise<boolean> {
  const count = await database().$executeRaw`
    INSERT INTO authenticator (user_id, sealed_secret) VALUES (${userId}, ${sealedSecret})
    ON CONFLICT (user_id) DO UPDATE SET sealed_secret = EXCLUDED.sealed_secret, created_at = clock_timestamp(), last_step = 0
     WHERE authenticator.confirmed_at IS NULL`
  return count === 1
}

/** From its first code on the app counts. False where it did already, or the secret is another one by now. */
export async function confirmAuthenticator(
  member: Member,
  sealedSecret: Uint8Array,
  step: number,
): Promise<boolean> {
  return transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE authenticator SET confirmed_at = clock_timestamp(), last_step = ${BigInt(step)}
       WHERE user_id = ${member.userId} AND confirmed_at IS NULL AND sealed_secret = ${sealedSecret}`
    if (count === 1) await writePersonalAudit(tx, member.userId, 'authenticator.added', {}, member.from)
    return count === 1
  })
}

/** Uses the code of a step up: true once, and never for an earlier one. */
export async function takeStep(userId: string, step: number): Promise<boolean> {
  const count = await database().$executeRaw`
    UPDATE authenticator SET last_step = ${BigInt(step)}
     WHERE user_id = ${userId} AND last_step < ${BigInt(step)} AND confirmed_at IS NOT NULL`
  return count === 1
}

/** Removes the app; with the person's last factor their recovery codes go. Again is no error. */
export async function deleteAuthenticator(member: Member): Promise<void> {
  const { userId } = member
  await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${userId} FOR UPDATE`
    const { count } = await tx.authenticator.deleteMany({ where: { userId } })
    if (count === 0) return
    await tx.$executeRaw`
      DELETE FROM recovery_code WHERE user_id = ${userId} AND NOT EXISTS (SELECT FROM passkey WHERE user_id = ${userId})`
    await writePersonalAudit(tx, member.userId, 'authenticator.removed', {}, member.from)
  })
}
