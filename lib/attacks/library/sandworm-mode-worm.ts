import type { Attack } from '../attack.ts'

export const sandwormModeWorm: Attack = {
  slug: 'sandworm-mode-worm',
  title: 'A worm that writes itself into AI tools’ settings',
  class: 'supply-chain',
  kind: 'incident',
  date: '2026-02-20',
  ids: [],
  summary:
    'A worm in npm packages added servers of its own to the settings of coding assistants. Their tools were bait: descriptions that had the assistant look for keys and pass them on.',
  steps: [
    'An infected package is installed among others.',
    'It finds the settings of AI tools and adds a server.',
    'The assistant lists the new tools at its next start.',
    'Their descriptions make it collect keys, and the worm uses them to spread.',
  ],
  abuses: {
    tools: 'Tools whose description sends the agent looking for keys and settings.',
    traits: [['instructs-in-description', 'instructs-in-schema']],
    about: ['ssh', 'env', 'credentials', 'credential', 'token', 'tokens', 'key', 'keys', 'secret', 'secrets'],
    seek: [{ q: 'credentials' }],
  },
  defence: {
    coverage: 'outside',
    instead:
      'Let clients know one server only: the gateway. A server that appears in their settings is then easy to see, and a machine may be allowed to reach nothing but the gateway.',
  },
  unseen: ['Settings on a developer’s machine, and servers that a client reaches directly.'],
  sources: [
    {
      title: 'SANDWORM_MODE: npm worm and AI toolchain poisoning',
      publisher: 'Socket',
      url: 'https://socket.dev/blog/sandworm-mode-npm-worm-ai-toolchain-poisoning',
      date: '2026-02-20',
    },
  ],
  related: ['mcp-runcommand-backdoor', 'plain-text-credentials', 'tool-poisoning'],
}
