// How a server is signed in to, as a member may see it: their own account, everybody's, and of others that there is one.

import { listMembers } from '#lib/data/members.ts'
import type { Member } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import { type ConnectionRow, findSignIn, listConnections, type SignInMode } from '#lib/data/sign-ins.ts'
import { env } from '#lib/env.ts'
import { may, requirePermission } from '#lib/role.ts'
import { issuerDigest, redirectUri } from '#lib/upstream/index.ts'

/** One account, without anything that opens it. */
export type AccountView = {
  /** Whose it is; null for everybody's. */
  readonly email: string | null
  readonly connectedBy: string
  readonly connectedAt: Date
  readonly renewedAt: Date | null
  readonly isBroken: boolean
  /** Why it is broken, and what to do. */
  readonly message: string
}
export type SignInView = {
  readonly mode: SignInMode
  /** The authorization server, and its host for people. */
  readonly issuer: string
  readonly host: string
  /** Where a client that is registered there by hand sends people back to. */
  readonly redirectUri: string
  readonly clientKind: 'document' | 'registered' | 'manual'
  /** What the member's own calls are made with: their account, or everybody's; null where there is none yet. */
  readonly account: AccountView | null
  /** Everybody who has connected, for admins; empty for others. */
  readonly people: readonly AccountView[]
  /** Whose account reads the tools; null where they have left or have not connected. */
  readonly reader: string | null
}

/** null where the server is not signed in to. @throws Fault not-found */
export async function getSignIn(member: Member, serverId: string): Promise<SignInView | null> {
  requirePermission(member, 'servers.read')
  await requireServer(member.organisation, serverId)
  const stored = await findSignIn(member.organisation, serverId)
  if (!stored?.mode) return null
  const [rows, members] = await Promise.all([
    listConnections(member.organisation, serverId),
    listMembers(member.organisation),
  ])
  const emails = new Map(members.map(({ userId, email }) => [userId, email]))
  const view = (row: ConnectionRow): AccountView => ({
    email: row.userId === null ? null : (emails.get(row.userId) ?? null),
    connectedBy: emails.get(row.connectedById) ?? 'somebody who has left',
    connectedAt: row.connectedAt,
    renewedAt: row.renewedAt,
    isBroken: row.isBroken,
    message: row.message,
  })
  const own = stored.mode === 'server' ? null : member.userId
  const account = rows.find(({ userId }) => userId === own)
  const people = may(member, 'servers.manage') ? rows.filter(({ userId }) => userId !== null).map(view) : []
  const hasReader = rows.some(({ userId }) => userId === stored.readerId)
  return {
    mode: stored.mode,
    issuer: stored.issuer,
    host: new URL(stored.issuer).host,
    redirectUri: redirectUri(env().appUrl, issuerDigest(stored.issuer)),
    clientKind: stored.clientKind,
    account: account ? view(account) : null,
    people,
    reader: hasReader ? (emails.get(stored.readerId) ?? null) : null,
  }
}
