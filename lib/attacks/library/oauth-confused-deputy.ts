import type { Attack } from '../attack.ts'

export const oauthConfusedDeputy: Attack = {
  slug: 'oauth-confused-deputy',
  title: 'A sign-in that was finished for somebody else',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2026-04-03',
  ids: ['CVE-2026-27124', 'CVE-2025-69196', 'GHSA-rww4-4w9c-7733'],
  summary:
    'A framework’s sign-in proxy accepted the way back from a provider without a consent in the same browser, and took tokens that were not made for it. A victim who followed a link signed the attacker in.',
  steps: [
    'The attacker starts a sign-in at the proxy and keeps its address.',
    'The victim, already signed in at the provider, opens a link.',
    'The provider sends the victim back without a question.',
    'The proxy completes the attacker’s sign-in with the victim’s account.',
  ],
  abuses: { tools: 'No tool: it happens before the first call.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'A grant of the gateway is not handed out by a sign-in that a link can finish: a member makes it in the dashboard and copies it. The client’s token goes no further than the gateway, and the server’s credential never comes down.',
  },
  unseen: ['Sign-ins that a server runs by itself.'],
  sources: [
    {
      title: 'GHSA-rww4-4w9c-7733',
      publisher: 'FastMCP',
      url: 'https://github.com/PrefectHQ/fastmcp/security/advisories/GHSA-rww4-4w9c-7733',
      date: '2026-04-03',
    },
  ],
  related: ['guessable-session', 'gateway-error-path', 'plain-text-credentials'],
}
