// API keys, made for oneself and shown once. A key has the rights of its person, no more.
import * as rows from '#lib/data/api-keys.ts'
import type { ApiKey, Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { newToken, readToken } from '#lib/token.ts'

const MAX_NAME_LENGTH = 100

/** Makes a key that acts as `member`. `key` is shown once; only its digest is kept. */
export async function createApiKey(member: Member, name: string): Promise<{ id: string; key: string }> {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw new Fault('invalid-input', `Give the key a name of 1 to ${MAX_NAME_LENGTH} characters.`)
  const token = newToken('pck', member.organisation.id)
  const { id } = await rows.insertApiKey(member, trimmed, token)
  return { id, key: token.text }
}

/** Every key of the organisation (admin and above). */
export function listApiKeys(member: Member): Promise<ApiKey[]> {
  requirePermission(member, 'keys.manage')
  return rows.listApiKeys(member)
}

/** Ends a key with the next request (admin and above). */
export async function revokeApiKey(member: Member, keyId: string): Promise<void> {
  requirePermission(member, 'keys.manage')
  await rows.revokeApiKey(member, keyId)
}

/** The member that a key's text speaks for, or null for a text that opens nothing. */
export async function findMemberByKey(text: string): Promise<Member | null> {
  const token = readToken(text)
  if (token?.kind !== 'pck') return null
  return rows.findMemberByKey(token.organisationId, token.digest)
}
