import type { Step } from '#components/overview/checklist.tsx'
import type { Overview } from './read-overview.ts'

/** The onboarding checklist, each step done or not by what is really there. */
export function stepsOf({
  servers,
  policies,
  grants,
  attempts,
  calls,
}: Pick<Overview, 'servers' | 'policies' | 'grants' | 'attempts' | 'calls'>): Step[] {
  const server = servers[0]
  const published = policies.find((policy) => policy.version !== null)
  const isConnected = calls.length > 0 || attempts.some(({ stage }) => stage !== 'refused')
  const grant = grants.find((each) => each.revokedAt === null) ?? grants[0]
  return [
    {
      title: 'Register a server',
      text: 'By its URL, or the demo server: a made-up shop to try policies on. Its tools are read and rated.',
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
      title: 'Connect a client',
      text: 'Copy what it wants to be told. It ticks this when it arrives.',
      done: isConnected,
      href: grant ? `/connect?grant=${grant.id}` : null,
      action: 'Connect a client',
    },
    {
      title: 'See the first call',
      text: 'The first tool call is judged by the policy, recorded, and ticks this.',
      done: calls.length > 0,
      href: calls.length > 0 ? '/activity' : grant ? `/connect?grant=${grant.id}` : null,
      action: 'Watch for it',
    },
  ]
}
