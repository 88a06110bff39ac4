import type { Attack } from '../attack.ts'

export const guessableSession: Attack = {
  slug: 'guessable-session',
  title: 'A session number that opens somebody’s session',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2025-10-20',
  ids: ['CVE-2025-6515'],
  summary:
    'A C++ library used an address in memory as the number of a session, and addresses come again. A registry asked whether a session exists, and not whose it is. In both, a number was enough to speak in somebody’s place.',
  steps: [
    'The attacker opens and closes many sessions and notes their numbers.',
    'A user’s session gets one of them.',
    'The attacker sends a message under that number.',
    'The answer, or a prompt of the attacker’s making, reaches the user’s client.',
  ],
  abuses: { tools: 'No tool: the session is what is taken over.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Behind the gateway a session’s number means nothing without the grant it belongs to: with another token it is answered as unknown, and the attempt is on record.',
  },
  unseen: ['Sessions between a client and a server without a gateway.'],
  sources: [
    {
      title: 'oatpp-mcp: prompt hijacking',
      publisher: 'JFrog',
      url: 'https://research.jfrog.com/vulnerabilities/oatpp-mcp-prompt-hijacking-jfsa-2025-001494691/',
      date: '2025-10-20',
    },
    {
      title: 'Check the owner of a session',
      publisher: 'mcp-gateway-registry, pull request 1357',
      url: 'https://github.com/agentic-community/mcp-gateway-registry/pull/1357',
      date: '2026-07-02',
    },
  ],
  related: ['gateway-session-pool', 'shared-transport-leak', 'oauth-confused-deputy'],
}
