// API keys, made for oneself and shown once. A key has what it was given of what its person may at the time, no more.
import * as rows from '#lib/data/api-keys.ts'
import type { ApiKey, Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { may, requirePermission } from '#lib/role.ts'
import { deedOf, type Permission } from '#lib/roles/index.ts'
import { newToken, readToken } from '#lib/token.ts'

const MAX_NAME_LENGTH = 100
const DAY_MS = 86_400_000
/** As long as a key with an end may last. */
export const MAX_KEY_DAYS = 3650

export type KeyBounds = {
  /** Absent or null: all that its person may, whatever that is at the time. */
  readonly scopes?: readonly Permission[] | null
  /** Absent or null: until it is revoked. */
  readonly expiresAt?: Date | null
}

/**
 * Makes a key that acts as `member`. `key` is shown once; only its digest is kept. A key makes no other key: one that
 * got out would outlive its own revocation.
 * @throws Fault forbidden, invalid-input {field}, limit-reached
 */
export async function createApiKey(
  member: Member,
  name: string,
  { scopes = null, expiresAt = null }: KeyBounds = {},
): Promise<{ id: string; key: string }> {
  requirePermission(member, 'keys.create')
  if (member.via === 'api_key')
    throw new Fault('forbidden', 'An API key makes no other key. Sign in, and make it under Settings.', {
      data: { required: 'keys.create' },
    })
  const token = newToken('pck', member.organisation.id)
  const bounds = {
    name: checkName(name),
    scopes: checkScopes(member, scopes),
    expiresAt: checkEnd(expiresAt),
  }
  const { id } = await rows.insertApiKey(member, bounds, token)
  return { id, key: token.text }
}

/** One's own keys; those of everybody for who manages them. Newest first. */
export async function listApiKeys(member: Member): Promise<ApiKey[]> {
  requirePermission(member, 'keys.create')
  return rows.listApiKeys(member, whoseKeys(member))
}

/** Ends a key with the next request: one's own, or anybody's for who manages them. @throws Fault forbidden, not-found */
export async function revokeApiKey(member: Member, keyId: string): Promise<void> {
  requirePermission(member, 'keys.create')
  await rows.revokeApiKey(member, keyId, whoseKeys(member))
}

/** The member that a key's text speaks for, or null for a text that opens nothing. */
export async function findMemberByKey(text: string): Promise<Member | null> {
  const token = readToken(text)
  if (token?.kind !== 'pck') return null
  return rows.findMemberByKey(token.organisationId, token.digest)
}

function whoseKeys(member: Member): string | undefined {
  return may(member, 'keys.manage') ? undefined : member.userId
}

function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || trimmed.includes('\0') || !trimmed.isWellFormed())
    throw new Fault('invalid-input', `Give the key a name of 1 to ${MAX_NAME_LENGTH} characters.`, {
      data: { field: 'name' },
    })
  return trimmed
}

function checkScopes(member: Member, scopes: readonly Permission[] | null): readonly Permission[] | null {
  if (scopes === null) return null
  if (scopes.length === 0)
    throw new Fault('invalid-input', 'Choose at least one thing that the key may do.', {
      data: { field: 'scopes' },
    })
  const beyond = scopes.find((scope) => !may(member, scope))
  if (beyond !== undefined)
    throw new Fault(
      'invalid-input',
      `You cannot give a key what you may not do yourself: ${deedOf(beyond).toLowerCase()}. Leave “${beyond}” out.`,
      { data: { field: 'scopes' } },
    )
  return [...new Set(scopes)]
}

function checkEnd(expiresAt: Date | null): Date | null {
  if (expiresAt === null) return null
  const left = expiresAt.getTime() - Date.now()
  if (Number.isNaN(left) || left <= 0 || left > MAX_KEY_DAYS * DAY_MS)
    throw new Fault('invalid-input', 'The end of a key is a moment to come, within ten years, or none.', {
      data: { field: 'expiresAt' },
    })
  return expiresAt
}
