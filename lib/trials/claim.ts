// A trial becomes the work of an account: its server is registered as it was read, or prepared, and its draft laid open.
// Nothing is published by it.
import type { Member } from '#lib/data/model.ts'
import { newServerId } from '#lib/data/server-changes.ts'
import { requireServer } from '#lib/data/servers.ts'
import * as rows from '#lib/data/trials.ts'
import { requirePermission } from '#lib/role.ts'
import { checkServerUrl } from '#lib/servers/index.ts'
import { getTrial, type Trial } from './trials.ts'

/** Where the draft stands now; null where the server has to be registered by hand first. */
export type Claim = { readonly serverId: string | null }

/**
 * Claims a trial for the member's organisation, exactly once. Who claimed it before is told what it became.
 * @throws Fault forbidden, not-found, trial-claimed, limit-reached, url-refused, address-refused
 */
export async function claimTrial(member: Member, id: string): Promise<Claim> {
  requirePermission(member, 'servers.manage')
  const trial = await getTrial(id)
  const make = trial.claim === null && isReachable(trial) ? serverOf(member, trial) : null
  return { serverId: await rows.takeTrial(member, id, make) }
}

/**
 * Lays the draft of a trial that this member has claimed over a server that they have just registered.
 * @returns false where there is nothing to lay
 * @throws Fault forbidden, not-found (the server)
 */
export async function attachTrial(member: Member, id: string, serverId: string): Promise<boolean> {
  requirePermission(member, 'servers.manage')
  await requireServer(member.organisation, serverId)
  return rows.attachTrial(member, id, serverId)
}

/** Read by us, at an address that is known in full: its tools are pinned as the visitor saw them (D1). */
function isReachable(trial: Trial): boolean {
  return trial.source === 'address' && trial.urlWhole && trial.transport !== null && trial.tools.length > 0
}

function serverOf(member: Member, trial: Trial) {
  const server = {
    id: newServerId(member.organisation),
    name: trial.name,
    url: checkServerUrl(trial.url),
    transport: trial.transport ?? 'http',
    ...{ sealedHeaders: null, headerNames: [] },
    ...{ status: 'ready' as const, statusMessage: '' },
    ...{ protocol: trial.protocol, serverInfo: trial.serverInfo },
  }
  return { server, tools: trial.tools }
}
