// Passkeys: public keys alone, each with the counter that its device last gave.

import { Fault } from '#lib/fault.ts'
import { writePersonalAudit } from '../audit-personal.ts'
import { database, isDuplicate, transaction } from '../client.ts'
import type { Member } from '../model.ts'

export type Passkey = {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** COSE, as the device gave it. */
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
  /** Kept by its provider on several devices. */
  readonly isSynced: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}
export type NewPasskey = Pick<Passkey, 'id' | 'name' | 'publicKey' | 'counter' | 'transports' | 'isSynced'>

const MOST = 20

/** A person's own, the oldest first. */
export async function listPasskeys(userId: string): Promise<Passkey[]> {
  const rows = await database().passkey.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => ({ ...row, counter: Number(row.counter) }))
}

/** The passkey of a credential's id, whoever's it is; or null. */
export async function findPasskey(id: string): Promise<Passkey | null> {
  const row = await database().passkey.findUnique({ where: { id } })
  return row && { ...row, counter: Number(row.counter) }
}

/** @throws Fault limit-reached; in-use where the credential is somebody's already */
export async function insertPasskey(member: Member, passkey: NewPasskey): Promise<void> {
  const { userId } = member
  try {
    await transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${userId} FOR UPDATE`
      if ((await tx.passkey.count({ where: { userId } })) >= MOST)
        throw new Fault('limit-reached', `You have ${MOST} passkeys, which is the most. Remove one first.`)
      await tx.passkey.create({
        data: {
          ...passkey,
          userId,
          publicKey: Uint8Array.from(passkey.publicKey),
          transports: [...passkey.transports],
          counter: BigInt(passkey.counter),
        },
      })
      await writePersonalAudit(tx, member.userId, 'passkey.added', { name: passkey.name }, member.from)
    })
  } catch (error) {
    if (isDuplicate(error)) throw new Fault('in-use', 'This passkey is known here already. Use another one.')
    throw error
  }
}

/**
 * Notes a use. False where the device's counter did not move on: such a signature is an old one, or the key was copied.
 * Devices that do not count say 0 for ever.
 */
export async function takeSignature(id: string, counter: number): Promise<boolean> {
  const count = await database().$executeRaw`
    UPDATE passkey SET counter = ${BigInt(counter)}, last_used_at = clock_timestamp()
     WHERE id = ${id} AND (counter < ${BigInt(counter)} OR (counter = 0 AND ${BigInt(counter)} = 0))`
  return count === 1
}

/** Removes one of the member's own; with their last factor their recovery codes go. @throws Fault not-found */
export async function deletePasskey(member: Member, id: string): Promise<void> {
  const { userId } = member
  if (!/^[\w-]+$/.test(id)) throw passkeyNotFound()
  await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${userId} FOR UPDATE`
    const row = await tx.passkey.findFirst({ where: { id, userId } })
    if (!row) throw passkeyNotFound()
    await tx.passkey.delete({ where: { id } })
    await tx.$executeRaw`
      DELETE FROM recovery_code WHERE user_id = ${userId} AND NOT EXISTS (SELECT FROM passkey WHERE user_id = ${userId})
         AND NOT EXISTS (SELECT FROM authenticator WHERE user_id = ${userId} AND confirmed_at IS NOT NULL)`
    await writePersonalAudit(tx, member.userId, 'passkey.removed', { name: row.name }, member.from)
  })
}

function passkeyNotFound(): Fault {
  return new Fault('not-found', 'There is no such passkey. It may have been removed meanwhile.')
}
