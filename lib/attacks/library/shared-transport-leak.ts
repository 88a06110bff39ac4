import type { Attack } from '../attack.ts'

export const sharedTransportLeak: Attack = {
  slug: 'shared-transport-leak',
  title: 'An answer that goes to somebody else',
  class: 'protocol',
  kind: 'vulnerability',
  date: '2026-02-04',
  ids: ['CVE-2026-25536', 'GHSA-345p-7cg4-v4c7'],
  summary:
    'With the TypeScript library from 1.10.0 to 1.25.3, a server that used one object for several clients could deliver one client’s answer to another, since both count their requests from one.',
  steps: [
    'A server creates one transport and uses it for everybody.',
    'Two clients ask at the same time, under the same number.',
    'The later one takes the earlier one’s place in a table.',
    'The first answer goes to the second client.',
  ],
  abuses: { tools: 'Any tool of an affected server.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'The gateway gives each call an exchange of its own, so that answers through it cannot be mixed up. A server that mixes them up by itself has to be updated to 1.26.0 or later.',
  },
  unseen: ['What happens inside a server between two of its clients.'],
  sources: [
    {
      title: 'GHSA-345p-7cg4-v4c7',
      publisher: 'MCP TypeScript SDK',
      url: 'https://github.com/modelcontextprotocol/typescript-sdk/security/advisories/GHSA-345p-7cg4-v4c7',
      date: '2026-02-04',
    },
  ],
  related: ['gateway-session-pool', 'asana-cross-tenant', 'guessable-session'],
}
