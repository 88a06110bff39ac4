import { redirectWords } from '#components/consent/redirect-words.ts'
import { Facts } from '#components/ui/facts.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { GrantView } from './grant-view.ts'

export function GrantFacts({ grant }: { grant: GrantView & { createdBy: string } }) {
  return (
    <div className="mb-8">
      <Facts
        facts={[
          ...(grant.client
            ? [
                { name: 'Signed in', value: grant.client.name },
                { name: 'Answer went to', value: redirectWords(grant.client.redirectTo) },
                {
                  name: 'Connected',
                  value: grant.client.connectedAt ? (
                    <RelativeTime at={grant.client.connectedAt} />
                  ) : (
                    'Not yet'
                  ),
                },
              ]
            : [{ name: 'Token', value: <span className="code">…{grant.tokenEnd}</span> }]),
          { name: 'Created', value: <RelativeTime at={grant.createdAt} /> },
          { name: 'Last used', value: grant.lastUsedAt ? <RelativeTime at={grant.lastUsedAt} /> : 'Never' },
          { name: 'Expires', value: grant.expiresAt ? <RelativeTime at={grant.expiresAt} /> : 'Never' },
          ...(grant.tags.length > 0 ? [{ name: 'Tags', value: grant.tags.join(', ') }] : []),
          {
            name: grant.servers.length === 1 ? 'Server' : 'Servers',
            value:
              grant.servers
                .map((each) => `${each.serverName} (${each.policyName ?? 'no policy'})`)
                .join(', ') || 'None',
          },
        ]}
      />
    </div>
  )
}
