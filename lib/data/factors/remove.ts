// All factors of a person at once: for whoever runs the installation, and somebody who has lost everything.
import { writePersonalAudit } from '../audit-personal.ts'
import { transaction } from '../client.ts'
import { insertMail, type NewMail } from '../mail.ts'

/** @returns how many passkeys and apps went */
export async function deleteFactors(userId: string, letter: NewMail | null): Promise<number> {
  return transaction(async (tx) => {
    const passkeys = await tx.passkey.deleteMany({ where: { userId } })
    const apps = await tx.authenticator.deleteMany({ where: { userId } })
    await tx.recoveryCode.deleteMany({ where: { userId } })
    await tx.challenge.deleteMany({ where: { userId } })
    const count = passkeys.count + apps.count
    if (count === 0) return 0
    await writePersonalAudit(tx, userId, 'factors.removed', { factors: count }, undefined, 'cli')
    await insertMail(letter, tx)
    return count
  })
}
