// How servers are signed in to, and who has: written by the people of an organisation. What calls need of it is read by
// lib/data/connections.
import { randomInt } from 'node:crypto'
import { Fault } from '#lib/fault.ts'
import { writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'
import { serverNotFound } from './servers.ts'

/** `server`: one account for everybody; `user`: each person their own. */
export type SignInMode = 'server' | 'user'
export type ClientKind = 'document' | 'registered' | 'manual'

export type StoredSignIn = {
  readonly mode: SignInMode | null
  readonly issuer: string
  readonly scope: string
  readonly clientKind: ClientKind
  readonly clientRefused: boolean
  readonly revocationEndpoint: string | null
  readonly sealedClient: Uint8Array
  readonly readerId: string
}

/** null where nobody has set it up. */
export async function findSignIn(organisation: Organisation, serverId: string): Promise<StoredSignIn | null> {
  const row = await database().upstreamSignIn.findUnique({
    where: { organisationId_serverId: { organisationId: organisation.id, serverId } },
    include: { server: { select: { oauth: true } } },
  })
  if (!row) return null
  const { issuer, scope, clientKind, clientRefused, revocationEndpoint, sealedClient, readerId } = row
  return {
    mode: modeOf(row.server.oauth),
    issuer,
    scope,
    clientKind: clientKind as ClientKind,
    clientRefused,
    revocationEndpoint,
    sealedClient,
    readerId,
  }
}

export type NewSignIn = {
  readonly mode: SignInMode
  readonly issuer: string
  readonly resource: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | null
  readonly scope: string
  readonly clientKind: ClientKind
  readonly sealedClient: Uint8Array<ArrayBuffer>
}
export type NewTokens = {
  readonly sealedTokens: Uint8Array<ArrayBuffer>
  readonly lastsSeconds: number | null
  readonly scope: string
}

/**
 * Sets up how a server is signed in to, and keeps the tokens of the member who does: everybody's or their own. Tokens of
 * another authorization server, client or way go.
 * @param isSameClient the stored sign-in is with the same server and client
 * @throws Fault not-found; version-conflict where the server was moved since `url`
 */
export async function saveSignIn(
  member: Member,
  server: { readonly id: string; readonly url: string },
  signIn: NewSignIn,
  tokens: NewTokens,
  isSameClient: boolean,
): Promise<void> {
  await transaction(async (tx) => {
    await lockServer(tx, member, server)
    await saveSignInIn(tx, member, server.id, signIn, tokens, isSameClient)
  })
}

/** The same within a larger change, such as that which makes the server. */
export async function saveSignInIn(
  tx: Transaction,
  member: Member,
  serverId: string,
  { mode, ...signIn }: NewSignIn,
  tokens: NewTokens,
  isSameClient: boolean,
): Promise<void> {
  const key = { organisationId: member.organisation.id, serverId }
  if (!isSameClient) await tx.upstreamConnection.deleteMany({ where: key })
  const values = { ...signIn, clientRefused: false, readerId: member.userId }
  await tx.upstreamSignIn.upsert({
    where: { organisationId_serverId: key },
    create: { ...key, ...values },
    update: values,
  })
  await tx.upstreamConnection.deleteMany({
    where: { ...key, owner: mode === 'server' ? { not: '' } : '' },
  })
  // Only where it is another one: the change raises the revision that every call depends on.
  await tx.$executeRaw`
    UPDATE server SET oauth = ${mode}
     WHERE organisation_id = ${key.organisationId} AND id = ${serverId} AND oauth IS DISTINCT FROM ${mode}`
  await keepTokens(tx, member, serverId, mode, tokens)
  await writeAudit(tx, member, 'server.connected', serverId, {
    ...(await nameOf(tx, key)),
    issuer: signIn.issuer,
    mode,
  })
}

/**
 * Keeps a member's own tokens at a server that each person signs in to.
 * @param issuer that gave them
 * @throws Fault not-found, version-conflict where it is not signed in to that way any more
 */
export async function saveOwnTokens(
  member: Member,
  server: { readonly id: string; readonly url: string },
  issuer: string,
  tokens: NewTokens,
): Promise<void> {
  const key = { organisationId: member.organisation.id, serverId: server.id }
  await transaction(async (tx) => {
    const oauth = await lockServer(tx, member, server)
    const stored = await tx.upstreamSignIn.findUnique({ where: { organisationId_serverId: key } })
    if (oauth !== 'user' || stored?.issuer !== issuer) throw changedMeanwhile()
    await keepTokens(tx, member, server.id, 'user', tokens)
    await writeAudit(tx, member, 'server.connected', server.id, {
      ...(await nameOf(tx, key)),
      issuer,
      mode: 'user',
    })
  })
}

async function keepTokens(
  tx: Transaction,
  member: Member,
  serverId: string,
  mode: SignInMode,
  { sealedTokens, lastsSeconds, scope }: NewTokens,
): Promise<void> {
  const key = {
    organisationId: member.organisation.id,
    serverId,
    owner: mode === 'user' ? member.userId : '',
  }
  const expiresAt = lastsSeconds === null ? null : new Date(Date.now() + lastsSeconds * 1000)
  const values = {
    connectedById: member.userId,
    sealedTokens,
    scope,
    expiresAt,
    state: 'connected',
    message: '',
  }
  await tx.upstreamConnection.upsert({
    where: { organisationId_serverId_owner: key },
    create: {
      ...key,
      ...values,
      userId: mode === 'user' ? member.userId : null,
      // Not 1: who still holds one that was deleted must not take this for it.
      revision: randomInt(1, 2 ** 30),
    },
    update: {
      ...values,
      connectedAt: new Date(),
      renewedAt: null,
      renewHolder: null,
      renewUntil: null,
      revision: { increment: 1 },
    },
  })
}

// Held until the end, so that the address these tokens were given for is still the server's.
async function lockServer(
  tx: Transaction,
  member: Member,
  server: { readonly id: string; readonly url: string },
): Promise<SignInMode | null> {
  const rows = await tx.$queryRaw<{ url: string; oauth: string | null }[]>`
    SELECT url, oauth FROM server
     WHERE organisation_id = ${member.organisation.id} AND id = ${server.id} FOR NO KEY UPDATE`
  const [row] = rows
  if (!row) throw serverNotFound()
  if (row.url !== server.url) throw changedMeanwhile()
  return modeOf(row.oauth)
}

async function nameOf(
  tx: Transaction,
  { organisationId, serverId }: { organisationId: string; serverId: string },
): Promise<{ name: string }> {
  const row = await tx.server.findUnique({
    where: { organisationId_id: { organisationId, id: serverId } },
    select: { name: true },
  })
  return { name: row?.name ?? '' }
}

/** One account at a server, without its tokens. `userId` null: everybody's. */
export type ConnectionRow = {
  readonly userId: string | null
  readonly connectedById: string
  readonly connectedAt: Date
  readonly renewedAt: Date | null
  readonly expiresAt: Date | null
  readonly isBroken: boolean
  readonly message: string
  readonly scope: string
}

/** Who has signed in, everybody's first. */
export async function listConnections(
  organisation: Organisation,
  serverId: string,
): Promise<ConnectionRow[]> {
  const rows = await database().upstreamConnection.findMany({
    where: { organisationId: organisation.id, serverId },
    omit: { sealedTokens: true },
    orderBy: { owner: 'asc' },
  })
  return rows.map((row) => ({
    userId: row.userId,
    connectedById: row.connectedById,
    connectedAt: row.connectedAt,
    renewedAt: row.renewedAt,
    expiresAt: row.expiresAt,
    isBroken: row.state !== 'connected',
    message: row.message,
    scope: row.scope,
  }))
}

/**
 * Deletes an account's tokens, everybody's (`owner` '') or a person's.
 * @returns the sealed tokens, to be taken back where they were given; null where there were none
 */
export function deleteConnection(
  member: Member,
  serverId: string,
  owner: string,
): Promise<Uint8Array | null> {
  const key = { organisationId: member.organisation.id, serverId }
  return transaction(async (tx) => {
    const row = await tx.upstreamConnection.findUnique({
      where: { organisationId_serverId_owner: { ...key, owner } },
    })
    if (!row) return null
    await tx.upstreamConnection.deleteMany({ where: { ...key, owner } })
    await writeAudit(tx, member, 'server.disconnected', serverId, {
      ...(await nameOf(tx, key)),
      mode: owner === '' ? 'server' : 'user',
    })
    return row.sealedTokens
  })
}

/** The server is not signed in to any more: a trigger deletes everybody's tokens. @returns false where it was not */
export function deleteSignIn(member: Member, serverId: string): Promise<boolean> {
  const key = { organisationId: member.organisation.id, serverId }
  return transaction(async (tx) => {
    const { count } = await tx.server.updateMany({
      where: { organisationId: key.organisationId, id: serverId, oauth: { not: null } },
      data: { oauth: null },
    })
    if (count === 0) return false
    await writeAudit(tx, member, 'server.disconnected', serverId, {
      ...(await nameOf(tx, key)),
      mode: 'none',
    })
    return true
  })
}

function modeOf(text: string | null): SignInMode | null {
  return text === 'server' || text === 'user' ? text : null
}

function changedMeanwhile(): Fault {
  return new Fault(
    'version-conflict',
    'This server was changed while you signed in, so nothing was kept. Load its page again, then connect again.',
  )
}
