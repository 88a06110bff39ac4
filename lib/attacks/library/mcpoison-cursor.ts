import type { Attack } from '../attack.ts'

export const mcpoisonCursor: Attack = {
  slug: 'mcpoison-cursor',
  title: 'An approved server entry that changes later',
  class: 'supply-chain',
  kind: 'vulnerability',
  date: '2025-08-01',
  ids: ['CVE-2025-54136', 'CVE-2025-54135'],
  summary:
    'An editor asked once whether a server in the project’s settings may run, and not again when the entry had become another command. A sister flaw let an injected agent write such an entry itself.',
  steps: [
    'A shared project brings a harmless server entry along.',
    'Everybody in the team approves it once.',
    'Somebody commits another command under the same name.',
    'The editor runs it at the next start, without a question.',
  ],
  abuses: { tools: 'No tool: what changed was the command that starts a server.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Use an editor that binds its approval to the whole entry. The gateway does the same with what it approves: a yes is tied to the exact arguments, the exact definition and the version of the policy, and is void when one of them changes.',
  },
  unseen: ['Settings files of an editor, and what it starts.'],
  sources: [
    {
      title: 'GHSA-24mc-g4xr-4395',
      publisher: 'Cursor',
      url: 'https://github.com/cursor/cursor/security/advisories/GHSA-24mc-g4xr-4395',
      date: '2025-08-01',
    },
    {
      title: 'GHSA-4cxx-hrm3-49rm',
      publisher: 'Cursor',
      url: 'https://github.com/cursor/cursor/security/advisories/GHSA-4cxx-hrm3-49rm',
      date: '2025-08-05',
    },
  ],
  related: ['rug-pull', 'stdio-configuration-commands', 'sandworm-mode-worm'],
}
