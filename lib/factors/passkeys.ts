// A member's passkeys. Whoever adds or removes one has confirmed a moment ago that it is them (lib/auth).
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { codesForFirst } from './recovery-codes.ts'
import { verifyCreation } from './webauthn.ts'

const MAX_NAME_LENGTH = 60

export type PasskeyView = {
  readonly id: string
  readonly name: string
  readonly isSynced: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** The member's own, the oldest first. */
export async function listPasskeys(member: Member): Promise<PasskeyView[]> {
  const keys = await rows.listPasskeys(member.userId)
  return keys.map(({ id, name, isSynced, createdAt, lastUsedAt }) => ({
    id,
    name,
    isSynced,
    createdAt,
    lastUsedAt,
  }))
}

/**
 * Adds the passkey that a device made.
 * @returns recovery codes, shown once, where it is the member's first factor
 * @throws Fault invalid-input {field}, wrong-credentials, in-use, limit-reached
 */
export async function addPasskey(
  member: Member,
  { name, response }: { readonly name: string; readonly response: unknown },
): Promise<{ readonly recoveryCodes: readonly string[] | null }> {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault('invalid-input', `Give the passkey a name of 1 to ${MAX_NAME_LENGTH} characters.`, {
      data: { field: 'name' },
    })
  await rows.insertPasskey(member, { ...(await verifyCreation(member, response)), name: trimmed })
  return { recoveryCodes: await codesForFirst(member) }
}

/** Removes one of the member's own. @throws Fault not-found */
export async function removePasskey(member: Member, passkeyId: string): Promise<void> {
  await rows.deletePasskey(member, passkeyId)
}
