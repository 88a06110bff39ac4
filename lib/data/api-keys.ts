// API keys: a person's own, with that person's role as it is at each request.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { isPermission, type Permission } from '#lib/roles/index.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { ApiKey, Member } from './model.ts'
import { memberFrom } from './organisation.ts'
import { isOwnId } from './own-id.ts'
import { requireRoom } from './quotas.ts'

// `last used` is for people: to the minute is enough, and a busy key writes one row a minute.
const LAST_USED_GRAIN_MS = 60_000

export type NewApiKey = {
  readonly name: string
  /** null: all that its person may, whatever that is at the time. */
  readonly scopes: readonly Permission[] | null
  /** null: until it is revoked. */
  readonly expiresAt: Date | null
}

/** Stores the proof of a key that was just made for `member`. */
export function insertApiKey(
  member: Member,
  { name, scopes, expiresAt }: NewApiKey,
  token: { readonly digest: string; readonly end: string },
): Promise<{ id: string }> {
  const organisationId = member.organisation.id
  const id = newId('key', organisationId)
  return transaction(async (tx) => {
    await requireRoom(tx, organisationId, 'api_keys')
    await tx.apiKey.create({
      data: {
        organisationId,
        id,
        userId: member.userId,
        name,
        scopes: scopes?.join(' ') ?? null,
        expiresAt,
        tokenDigest: token.digest,
        tokenEnd: token.end,
      },
    })
    await writeAudit(tx, member, 'api_key.created', id, {
      name,
      tokenEnd: token.end,
      scopes: scopes ?? 'all',
      expiresAt: expiresAt?.toISOString() ?? null,
    })
    return { id }
  })
}

/** The member that a live key speaks for, or null: unknown, revoked, expired, or its person has left. */
export async function findMemberByKey(organisationId: string, digest: string): Promise<Member | null> {
  const key = await database().apiKey.findUnique({
    where: { organisationId_tokenDigest: { organisationId, tokenDigest: digest } },
  })
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= new Date())) return null
  const membership = await database().member.findUnique({
    where: { organisationId_userId: { organisationId, userId: key.userId } },
    include: { organisation: true, user: true },
  })
  if (!membership) return null
  const now = Date.now()
  if (now - (key.lastUsedAt?.getTime() ?? 0) > LAST_USED_GRAIN_MS) {
    await database().apiKey.updateMany({
      where: { organisationId, id: key.id },
      data: { lastUsedAt: new Date(now) },
    })
  }
  const scopes = scopesIn(key.scopes)
  return { ...memberFrom(membership, 'api_key'), keyId: key.id, ...(scopes && { scopes }) }
}

/** Every key of the organisation, or of one person in it; newest first. */
export async function listApiKeys({ organisation }: Member, userId?: string): Promise<ApiKey[]> {
  const rows = await database().apiKey.findMany({
    where: { organisationId: organisation.id, ...(userId !== undefined && { userId }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const emails = await emailsOf(rows.map((row) => row.userId))
  return rows.map(({ id, name, tokenEnd, userId, scopes, createdAt, expiresAt, lastUsedAt, revokedAt }) => ({
    id,
    name,
    tokenEnd,
    createdBy: emails.get(userId) ?? '',
    userId,
    scopes: scopesIn(scopes),
    expiresAt,
    createdAt,
    lastUsedAt,
    revokedAt,
  }))
}

/**
 * Ends a key at once; again is no error.
 * @param userId where given, only a key of this person is found
 * @throws Fault not-found
 */
export async function revokeApiKey(member: Member, keyId: string, userId?: string): Promise<void> {
  if (!isOwnId('key', member.organisation, keyId)) throw keyNotFound()
  const organisationId = member.organisation.id
  const found = { organisationId, id: keyId, ...(userId !== undefined && { userId }) }
  await transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { ...found, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    const key = await tx.apiKey.findFirst({ where: found })
    if (!key) throw keyNotFound()
    const { name, tokenEnd } = key
    if (count === 1)
      await writeAudit(tx, member, 'api_key.revoked', keyId, { name, tokenEnd, userId: key.userId })
  })
}

// A name that this release does not know gives nothing.
function scopesIn(text: string | null): readonly Permission[] | null {
  return text === null ? null : text.split(' ').filter(isPermission)
}

function keyNotFound(): Fault {
  return new Fault('not-found', 'There is no such API key.')
}
