// Signing out of a server: what is stored here is gone at once, and its server is asked to forget it, too.
import { openClient, openTokens } from '#lib/access/index.ts'
import type { Member } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import {
  deleteConnection,
  deleteSignIn,
  findSignIn,
  listConnections,
  type StoredSignIn,
} from '#lib/data/sign-ins.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { requirePermission } from '#lib/role.ts'
import { revokeToken } from '#lib/upstream/index.ts'
import { reachHere } from './departed.ts'

/**
 * Deletes the member's own tokens at a server; everybody's where one account serves all, which takes an admin.
 * @throws Fault forbidden, not-found
 */
export async function disconnect(member: Member, serverId: string): Promise<void> {
  requirePermission(member, 'servers.read')
  await requireServer(member.organisation, serverId)
  const stored = await findSignIn(member.organisation, serverId)
  if (!stored?.mode) return
  if (stored.mode === 'server') requirePermission(member, 'servers.manage')
  await forget(member, serverId, stored, stored.mode === 'server' ? '' : member.userId)
}

/**
 * The server is reached without signing in from here on: everybody's tokens go.
 * @throws Fault forbidden, not-found
 */
export async function stopSigningIn(member: Member, serverId: string): Promise<void> {
  requirePermission(member, 'servers.manage')
  await requireServer(member.organisation, serverId)
  const stored = await findSignIn(member.organisation, serverId)
  if (!stored) return
  for (const { userId } of await listConnections(member.organisation, serverId))
    await forget(member, serverId, stored, userId ?? '')
  await deleteSignIn(member, serverId)
}

async function forget(member: Member, serverId: string, stored: StoredSignIn, owner: string): Promise<void> {
  const sealed = await deleteConnection(member, serverId, owner)
  if (!sealed || stored.revocationEndpoint === null) return
  const place = { organisationId: member.organisation.id, serverId }
  try {
    const tokens = openTokens(env().secretKey, { ...place, owner }, sealed)
    const client = openClient(env().secretKey, place, stored.sealedClient)
    const token = tokens.refreshToken ?? tokens.accessToken
    await revokeToken(stored.revocationEndpoint, client, token, reachHere())
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    log.warn({ err: error, server: serverId }, 'a server was not told that its tokens are not used any more')
  }
}
