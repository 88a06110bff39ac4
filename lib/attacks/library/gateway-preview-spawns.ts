import type { Attack } from '../attack.ts'

export const gatewayPreviewSpawns: Attack = {
  slug: 'gateway-preview-spawns',
  title: '“Test connection” runs a command',
  class: 'execution',
  kind: 'incident',
  date: '2026-06-08',
  ids: ['CVE-2026-42271'],
  summary:
    'A gateway’s endpoint to try out a server before adding it took a command as well as an address, and did not ask for the administrator’s role. Any key could start a program on the gateway’s host. It was exploited.',
  steps: [
    'A form offers to test a server before it is saved.',
    'The endpoint behind it accepts a local server, which is a command.',
    'The check of the role was forgotten there.',
    'The attacker’s command runs beside all stored credentials.',
  ],
  abuses: { tools: 'No tool: the gateway’s own form was the way in.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'There is no code in our gateway or dashboard that starts a program. Trying out an address uses the same guard as saving it: private and inner addresses are refused, and the role is asked for.',
  },
  unseen: ['Other products on the same host.'],
  sources: [
    {
      title: 'GHSA-v4p8-mg3p-g94g',
      publisher: 'LiteLLM',
      url: 'https://github.com/BerriAI/litellm/security/advisories/GHSA-v4p8-mg3p-g94g',
      date: '2026-06',
    },
  ],
  related: ['stdio-configuration-commands', 'gateway-error-path', 'inspector-without-login'],
}
