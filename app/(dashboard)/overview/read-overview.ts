import { listCalls } from '#lib/calls/index.ts'
import type { CallRow, Grant, Member, PolicySummary, Server, Tool } from '#lib/data/model.ts'
import { listAttempts } from '#lib/feed/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import type { LiveAttempt } from '#lib/live/index.ts'
import { listPolicies } from '#lib/policies/index.ts'
import { listServers, listTools } from '#lib/servers/index.ts'
import { type Usage, usageOf } from '#lib/usage/index.ts'

export type Overview = {
  readonly servers: readonly Server[]
  /** Of all servers; those that are gone are left out. */
  readonly tools: readonly Tool[]
  readonly policies: readonly PolicySummary[]
  readonly grants: readonly Grant[]
  /** What clients tried of late. */
  readonly attempts: readonly LiveAttempt[]
  /** The newest page of calls. */
  readonly calls: readonly CallRow[]
  /** Of the last 24 hours: the figures of the usage page. */
  readonly usage: Usage
}

/** Everything the signed-in home shows, read at once. */
export async function readOverview(member: Member): Promise<Overview> {
  const [servers, policies, grants, attempts, calls, usage] = await Promise.all([
    listServers(member),
    listPolicies(member),
    listGrants(member),
    listAttempts(member, Date.now()),
    listCalls(member, {}),
    usageOf(member, '24h'),
  ])
  const tools = await Promise.all(servers.map((server) => listTools(member, server.id)))
  return {
    servers,
    tools: tools.flat().filter((tool) => tool.state !== 'gone'),
    policies,
    grants,
    attempts,
    calls: calls.items,
    usage,
  }
}
