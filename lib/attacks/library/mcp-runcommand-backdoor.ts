import type { Attack } from '../attack.ts'

export const mcpRuncommandBackdoor: Attack = {
  slug: 'mcp-runcommand-backdoor',
  title: 'A server package with a remote shell inside',
  class: 'supply-chain',
  kind: 'incident',
  date: '2025-10',
  ids: [],
  summary:
    'A package offered a tool that runs commands. It also opened a connection to its author, once when it was installed and again each time it started.',
  steps: [
    'A developer installs the package because it does what its name says.',
    'A script of the installation connects to the attacker.',
    'A second connection opens when the server runs.',
    'The attacker has a shell, whether or not a tool is ever called.',
  ],
  abuses: { tools: 'No tool: the shell is open before the first call.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Run servers where they can do no harm: in a container without your files and with few ways out, installed without scripts and from a version that you looked at. The gateway itself starts no programs.',
  },
  unseen: ['Everything: the attack happens while a program is installed and started on somebody’s machine.'],
  sources: [
    {
      title: 'MCP malware wave continues: a remote shell in a backdoor',
      publisher: 'Koi Security',
      url: 'https://koi.ai/blog/mcp-malware-wave-continues-a-remote-shell-in-backdoor',
      date: '2025-10',
    },
  ],
  related: ['postmark-mcp-backdoor', 'stdio-configuration-commands', 'sandworm-mode-worm'],
}
