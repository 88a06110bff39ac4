import type { GrantableServer } from '#components/grants/grant-view.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { listPolicies } from '#lib/policies/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { gatewayUrl, oauthUrl } from '#lib/urls.ts'

/** Every server of the organisation with what a grant can say of it. */
export async function grantableServers(member: Member): Promise<GrantableServer[]> {
  const [servers, policies] = await Promise.all([listServers(member), listPolicies(member)])
  return servers.map((server) => ({
    id: server.id,
    name: server.name,
    slug: server.slug,
    protocol: server.protocol,
    gatewayUrl: gatewayUrl(env().appUrl, server.id),
    oauthUrl: oauthUrl(env().appUrl, server.id),
    policies: policies
      .filter((policy) => policy.servers.some(({ id }) => id === server.id))
      .map(({ id, name, version }) => ({ id, name, version })),
  }))
}
