// Registering, changing and deleting servers, and writing down what reading one said.

import { env } from '#lib/env.ts'
import { newId } from '#lib/id.ts'
import { difference, writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import type { Member, Organisation, Server, ServerStatus } from './model.ts'
import { isOwnId } from './own-id.ts'
import { requireRoom } from './quotas.ts'
import { lockOrganisation, requireServer, serverNotFound } from './servers.ts'
import { type NewSignIn, type NewTokens, saveSignInIn } from './sign-ins.ts'
import { freeSlug } from './slug.ts'
import { recordTools, type ToolRecord, voidPins } from './tools.ts'

const NEVER = new Date('9999-12-31T00:00:00Z')

/** What reading a server's tools told of it. */
export type Reading = {
  readonly status: ServerStatus
  readonly statusMessage: string
  readonly protocol: string | null
  /** JSON text as received. */
  readonly serverInfo: string | null
}

export type SealedHeaders = {
  readonly sealedHeaders: Uint8Array<ArrayBuffer> | null
  readonly headerNames: readonly string[]
}

/** The id of a server that is about to be registered: its headers are sealed for it. */
export function newServerId(organisation: Organisation): string {
  return newId('srv', organisation.id)
}

export type NewServer = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly transport: 'http' | 'sse'
} & SealedHeaders &
  Reading

/** How a new server is signed in to, and the tokens that its tools were read with. */
export type Account = { readonly signIn: NewSignIn; readonly tokens: NewTokens }

/** Saves a server with its tools, all pinned (D1), under a slug of its name that is free. */
export async function insertServer(
  member: Member,
  server: NewServer,
  tools: readonly ToolRecord[],
  account?: Account,
): Promise<Server> {
  await transaction(async (tx) => {
    await insertServerIn(tx, member, server, tools)
    if (account) await saveSignInIn(tx, member, server.id, account.signIn, account.tokens, true)
  })
  return requireServer(member.organisation, server.id)
}

/**
 * The same as a part of a larger change.
 * @param readAt when its tools were read, where that was not just now: they are then due to be read again
 */
export async function insertServerIn(
  tx: Transaction,
  member: Member,
  server: NewServer,
  tools: readonly ToolRecord[],
  readAt?: Date,
): Promise<void> {
  const organisationId = member.organisation.id
  const slug = await takeSlug(tx, organisationId, server.name)
  await requireRoom(tx, organisationId, 'tools', tools.length)
  await tx.server.create({
    data: {
      organisationId,
      slug,
      ...server,
      headerNames: [...server.headerNames],
      ...readNow(),
      ...(readAt && { checkedAt: readAt, readAt, nextReadAt: new Date() }),
    },
  })
  await recordTools(tx, member.organisation, server.id, tools, true)
  await writeAudit(tx, member, 'server.registered', server.id, {
    name: server.name,
    url: server.url,
    headers: server.headerNames,
    tools: tools.length,
  })
}

/**
 * Saves a server on stdio, without tools: they are read when its connector comes.
 * @param key of its connector
 */
export async function insertConnectorServer(
  member: Member,
  server: { readonly id: string; readonly name: string },
  key: { readonly digest: string; readonly end: string },
): Promise<Server> {
  const organisationId = member.organisation.id
  await transaction(async (tx) => {
    const slug = await takeSlug(tx, organisationId, server.name)
    await tx.server.create({
      data: {
        organisationId,
        slug,
        ...server,
        url: '',
        transport: 'connector',
        status: 'waiting',
        // Nothing can be read before it comes.
        nextReadAt: NEVER,
      },
    })
    await tx.connector.create({
      data: { organisationId, serverId: server.id, keyDigest: key.digest, keyEnd: key.end },
    })
    await writeAudit(tx, member, 'server.registered', server.id, {
      name: server.name,
      transport: 'connector',
      keyEnd: key.end,
    })
  })
  return requireServer(member.organisation, server.id)
}

// The organisation is locked before the server, as everywhere.
async function requireRoomForTools(
  tx: Transaction,
  organisationId: string,
  serverId: string,
  listed: number,
): Promise<void> {
  const had = await tx.tool.count({ where: { organisationId, serverId, present: true } })
  if (listed > had) await requireRoom(tx, organisationId, 'tools', listed - had)
}

// A short name that is free, held until the transaction ends.
async function takeSlug(tx: Transaction, organisationId: string, name: string): Promise<string> {
  await requireRoom(tx, organisationId, 'servers')
  // Those of deleted servers, too: an agent that remembers `<slug>__<tool>` must never reach another server by it.
  const slugs = await tx.serverSlug.findMany({ where: { organisationId }, select: { slug: true } })
  return freeSlug(name, new Set(slugs.map((row) => row.slug)))
}

/** Writes what a new reading of the list said; `list` is null where it could not be read. */
export async function recordReading(
  member: Member,
  serverId: string,
  url: string,
  reading: Reading,
  list: { readonly tools: readonly ToolRecord[]; readonly transport: 'http' | 'sse' } | null,
): Promise<Server> {
  const key = { organisationId: member.organisation.id, id: serverId }
  await transaction(async (tx) => {
    const { status, statusMessage, protocol, serverInfo } = reading
    if (list) await requireRoomForTools(tx, key.organisationId, serverId, list.tools.length)
    const before = await tx.server.findUnique({
      where: { organisationId_id: { organisationId: key.organisationId, id: serverId } },
      select: { status: true, name: true },
    })
    // What an old URL said is not what the server at the new one says.
    const { count } = await tx.server.updateMany({
      where: { ...key, url },
      data: {
        status,
        statusMessage,
        ...(list ? { protocol, serverInfo, ...readNow() } : { checkedAt: new Date() }),
      },
    })
    if (count === 0) return
    if (list) {
      // Only where it is another one: the change raises the revision that every call depends on.
      const { tools, transport } = list
      await tx.server.updateMany({ where: { ...key, transport: { not: transport } }, data: { transport } })
      await recordTools(tx, member.organisation, serverId, tools, false)
    }
    await writeAudit(tx, member, 'server.refreshed', serverId, {
      name: before?.name ?? '',
      before: { status: before?.status ?? null },
      after: { status },
    })
  })
  return requireServer(member.organisation, serverId)
}

/**
 * Changes a server. Another URL voids its pins and clears its headers unless new ones are given (D4).
 * @throws Fault not-found
 */
export async function updateServer(
  member: Member,
  serverId: string,
  change: { name?: string; url?: string; headers?: SealedHeaders },
): Promise<Server> {
  if (!isOwnId('srv', member.organisation, serverId)) throw serverNotFound()
  const organisationId = member.organisation.id
  await transaction(async (tx) => {
    const server = await tx.server.findUnique({
      where: { organisationId_id: { organisationId, id: serverId } },
    })
    if (!server) throw serverNotFound()
    const moved = change.url !== undefined && change.url !== server.url
    const headers = change.headers ?? (moved ? { sealedHeaders: null, headerNames: [] } : undefined)
    await tx.server.updateMany({
      where: { organisationId, id: serverId },
      data: {
        ...(change.name !== undefined && { name: change.name }),
        ...(moved && { url: change.url, protocol: null, serverInfo: null, ...unread() }),
        ...(headers && { sealedHeaders: headers.sealedHeaders, headerNames: [...headers.headerNames] }),
      },
    })
    if (moved) await voidPins(tx, member.organisation, serverId)
    // Of headers the names alone. Another value under the same name shows as that they were set.
    const changed = difference(
      { name: server.name, url: server.url, headers: server.headerNames },
      {
        ...(change.name !== undefined && { name: change.name }),
        ...(moved && { url: change.url ?? '' }),
        ...(headers && { headers: headers.headerNames }),
      },
    )
    await writeAudit(tx, member, 'server.updated', serverId, {
      name: server.name,
      ...changed,
      ...(change.headers && { headersSet: change.headers.headerNames }),
    })
  })
  return requireServer(member.organisation, serverId)
}

// A list that was just read is due again after the setting's interval; the schedule then spreads it.
function readNow() {
  const now = Date.now()
  const next = new Date(now + env().readToolsEveryMs)
  return { checkedAt: new Date(now), readAt: new Date(now), readFailures: 0, nextReadAt: next }
}

// Of the server at another address nothing is known; whoever reads the old one now reads in vain.
function unread() {
  return { readAt: null, readFailures: 0, readLeaseUntil: null, nextReadAt: new Date() }
}

/** Deletes a server with its tools and policies, and takes it out of every grant. Its calls stay on record. */
export async function deleteServer(member: Member, serverId: string): Promise<void> {
  if (!isOwnId('srv', member.organisation, serverId)) throw serverNotFound()
  const key = { organisationId: member.organisation.id, serverId }
  await transaction(async (tx) => {
    await lockOrganisation(tx, key.organisationId)
    const server = await tx.server.findUnique({
      where: { organisationId_id: { organisationId: key.organisationId, id: serverId } },
    })
    if (!server) throw serverNotFound()
    // A policy that serves others too goes on to serve them.
    const moved = await moveHome(tx, key)
    const went = {
      tools: await tx.tool.count({ where: key }),
      policies: (await tx.policy.findMany({ where: key, select: { name: true } })).map(({ name }) => name),
      grants: (await tx.grantServer.findMany({ where: key, select: { grantId: true } })).map(
        ({ grantId }) => grantId,
      ),
    }
    // Grants hold on to their policies (ON DELETE RESTRICT), so they let go first.
    await tx.grantServer.deleteMany({ where: key })
    await tx.policyDraft.deleteMany({ where: key })
    await tx.server.deleteMany({ where: { organisationId: key.organisationId, id: serverId } })
    await writeAudit(tx, member, 'server.deleted', serverId, {
      name: server.name,
      url: server.url,
      ...went,
      ...(moved.length > 0 && { policiesKept: moved }),
    })
  })
}

/** Gives the policies that were made for a server, and serve another, that one for their own; says which, by name. */
async function moveHome(
  tx: Transaction,
  { organisationId, serverId }: { organisationId: string; serverId: string },
): Promise<string[]> {
  const policies = await tx.policy.findMany({
    where: { organisationId, serverId, servers: { some: { serverId: { not: serverId } } } },
    select: {
      id: true,
      name: true,
      servers: { where: { serverId: { not: serverId } }, orderBy: { serverId: 'asc' }, take: 1 },
    },
  })
  for (const { id, servers } of policies)
    await tx.policy.updateMany({
      where: { organisationId, id },
      data: { serverId: servers[0]?.serverId ?? serverId },
    })
  return policies.map(({ name }) => name)
}
