import type { Step } from '#components/overview/checklist.tsx'
import type { Overview } from './read-overview.ts'

/** The onboarding checklist, each step done or not by what is really there. */
export function stepsOf({
  servers,
  policies,
  grants,
  calls,
}: Pick<Overview, 'servers' | 'policies' | 'grants' | 'calls'>): Step[] {
  const server = servers[0]
  const published = policies.find((policy) => policy.version !== null)
  const grant = grants.find((each) => each.revokedAt === null) ?? grants[0]
  return [
    {
      title: 'Register a server',
      text: 'By its URL. Its tools are read and rated.',
      done: server !== undefined,
      href: server ? `/servers/${server.id}` : '/servers/new',
      action: 'Register server',
    },
    {
      title: 'Publish a policy',
      text: 'The recommended one is laid out already; move what should stand elsewhere.',
      done: published !== undefined,
      href: server ? `/servers/${published?.serverId ?? server.id}/policy` : null,
      action: 'Open policy editor',
    },
    {
      title: 'Create a grant',
      text: 'One agent’s token, its servers, and the policy for each.',
      done: grant !== undefined,
      href: grant ? `/grants/${grant.id}` : server ? '/grants/new' : null,
      action: 'Create grant',
    },
    {
      title: 'See the first call',
      text: 'Point a client at the gateway URL. Its first call ticks this.',
      done: calls.length > 0,
      href: calls.length > 0 ? '/activity' : grant ? `/grants/${grant.id}` : null,
      action: 'Connect a client',
    },
  ]
}
