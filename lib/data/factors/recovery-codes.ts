// Codes on paper for whoever lost their device. Each opens once; new ones end the old.
import { writePersonalAudit } from '../audit-personal.ts'
import { database, transaction } from '../client.ts'
import type { Member } from '../model.ts'

/** Ends a person's codes and keeps new ones. */
export async function replaceRecoveryCodes(member: Member, digests: readonly string[]): Promise<void> {
  const { userId } = member
  await transaction(async (tx) => {
    await tx.recoveryCode.deleteMany({ where: { userId } })
    await tx.recoveryCode.createMany({ data: digests.map((digest) => ({ userId, digest })) })
    await writePersonalAudit(tx, member.userId, 'recovery_codes.made', { codes: digests.length }, member.from)
  })
}

/** Uses a code up: true once. */
export async function takeRecoveryCode(userId: string, digest: string): Promise<boolean> {
  const count = await database().$executeRaw`
    UPDATE recovery_code SET used_at = clock_timestamp()
     WHERE user_id = ${userId} AND digest = ${digest} AND used_at IS NULL`
  return count === 1
}

/** How many are left. */
export function countRecoveryCodes(userId: string): Promise<number> {
  return database().recoveryCode.count({ where: { userId, usedAt: null } })
}
