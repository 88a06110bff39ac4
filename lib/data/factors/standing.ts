// What a person can prove themselves by.
import { database } from '../client.ts'

export type Factors = {
  readonly hasPassword: boolean
  readonly hasPasskey: boolean
  /** An app that shows codes, and that has shown its first one. */
  readonly hasApp: boolean
  readonly recoveryCodes: number
}

/** @returns null where there is no such person (any more) */
export async function findFactors(userId: string): Promise<Factors | null> {
  const user = await database().user.findUnique({
    where: { id: userId },
    select: {
      passwordHash: true,
      authenticator: { select: { confirmedAt: true } },
      _count: { select: { passkeys: true, recoveryCodes: { where: { usedAt: null } } } },
    },
  })
  return (
    user && {
      hasPassword: Boolean(user.passwordHash),
      hasPasskey: user._count.passkeys > 0,
      hasApp: Boolean(user.authenticator?.confirmedAt),
      recoveryCodes: user._count.recoveryCodes,
    }
  )
}

/** Whether a password alone does not open this account. */
export async function hasSecondStep(userId: string): Promise<boolean> {
  const factors = await findFactors(userId)
  return factors !== null && (factors.hasPasskey || factors.hasApp)
}
