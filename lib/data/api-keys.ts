// API keys: a person's own, with that person's role as it is at each request.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { ApiKey, Member } from './model.ts'
import { memberFrom } from './organisation.ts'
import { isOwnId } from './own-id.ts'

const MAX_KEYS = 100
// `last used` is for people: to the minute is enough, and a busy key writes one row a minute.
const LAST_USED_GRAIN_MS = 60_000

/** Stores the proof of a key that was just made for `member`. */
export function insertApiKey(
  member: Member,
  name: string,
  token: { readonly digest: string; readonly end: string },
): Promise<{ id: string }> {
  const organisationId = member.organisation.id
  const id = newId('key', organisationId)
  return transaction(async (tx) => {
    if ((await tx.apiKey.count({ where: { organisationId, revokedAt: null } })) >= MAX_KEYS)
      throw new Fault(
        'limit-reached',
        `An organisation has at most ${MAX_KEYS} live API keys. Revoke one first.`,
      )
    await tx.apiKey.create({
      data: {
        organisationId,
        id,
        userId: member.userId,
        name,
        tokenDigest: token.digest,
        tokenEnd: token.end,
      },
    })
    await writeAudit(tx, member, 'api_key.created', id, { name, tokenEnd: token.end })
    return { id }
  })
}

/** The member that a live key speaks for, or null: unknown, revoked, or its person has left. */
export async function findMemberByKey(organisationId: string, digest: string): Promise<Member | null> {
  const key = await database().apiKey.findUnique({
    where: { organisationId_tokenDigest: { organisationId, tokenDigest: digest } },
  })
  if (!key || key.revokedAt) return null
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
  return { ...memberFrom(membership, 'api_key'), keyId: key.id }
}

/** Every key of the organisation, newest first. */
export async function listApiKeys(member: Member): Promise<ApiKey[]> {
  const rows = await database().apiKey.findMany({
    where: { organisationId: member.organisation.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const emails = await emailsOf(rows.map((row) => row.userId))
  return rows.map(({ id, name, tokenEnd, userId, createdAt, lastUsedAt, revokedAt }) => ({
    id,
    name,
    tokenEnd,
    createdBy: emails.get(userId) ?? '',
    createdAt,
    lastUsedAt,
    revokedAt,
  }))
}

/**
 * Ends a key at once; again is no error.
 * @throws Fault not-found
 */
export async function revokeApiKey(member: Member, keyId: string): Promise<void> {
  if (!isOwnId('key', member.organisation, keyId)) throw keyNotFound()
  const organisationId = member.organisation.id
  await transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { organisationId, id: keyId, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    const key = await tx.apiKey.findUnique({ where: { organisationId_id: { organisationId, id: keyId } } })
    if (!key) throw keyNotFound()
    const { name, tokenEnd, userId } = key
    if (count === 1) await writeAudit(tx, member, 'api_key.revoked', keyId, { name, tokenEnd, userId })
  })
}

function keyNotFound(): Fault {
  return new Fault('not-found', 'There is no such API key.')
}
