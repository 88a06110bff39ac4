import type { Attack } from '../attack.ts'

export const gatewaySessionPool: Attack = {
  slug: 'gateway-session-pool',
  title: 'Two users in one pooled session',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2026-01-12',
  ids: [],
  summary:
    'A gateway kept connections to servers in a pool and left its own user out of the pool’s key. Users who shared a credential downstream shared a session too, and one could cancel the other’s call.',
  steps: [
    'Two people use the gateway with the same service account behind it.',
    'The pool finds a connection that fits address and credential.',
    'Both are given it, with all state the server keeps for it.',
    'What one does is seen, or ended, by the other.',
  ],
  abuses: { tools: 'Any tool of a server that keeps something in its session.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'It is a flaw of a gateway, and no policy can mend one. Ours seals the number of a session to the grant and the server that it was opened for; under another grant it is answered as an unknown one.',
  },
  unseen: ['State that a server keeps for a shared service account.'],
  sources: [
    {
      title: 'Session pool key ignores the gateway user',
      publisher: 'ContextForge, issue 2055',
      url: 'https://github.com/IBM/mcp-context-forge/issues/2055',
      date: '2026-01-12',
    },
  ],
  related: ['shared-transport-leak', 'guessable-session', 'asana-cross-tenant'],
}
