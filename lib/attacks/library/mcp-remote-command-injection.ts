import type { Attack } from '../attack.ts'

export const mcpRemoteCommandInjection: Attack = {
  slug: 'mcp-remote-command-injection',
  title: 'mcp-remote: an address that is a command',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-07-09',
  ids: ['CVE-2025-6514'],
  summary:
    'A widely used bridge opens the sign-in page that a server names. The address went to the operating system unchecked, so a malicious server could run a command on the client’s machine. Versions from 0.0.5 on were affected; 0.1.16 mended it.',
  steps: [
    'A client is pointed at a server of the attacker’s, or at an unprotected connection.',
    'During sign-in the server names the place to authorise, and puts a command into it.',
    'The bridge hands the text to the program that opens addresses.',
    'On Windows a shell reads it, and runs the command.',
  ],
  abuses: { tools: 'No tool: it happens while the client connects.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'A client that knows only the gateway never speaks to the server, so it is never given such an address. The gateway opens no sign-in pages and starts no program.',
  },
  unseen: ['Clients that connect to a server directly.'],
  sources: [
    {
      title: 'CVE-2025-6514: critical RCE in mcp-remote',
      publisher: 'JFrog',
      url: 'https://jfrog.com/blog/2025-6514-critical-mcp-remote-rce-vulnerability',
      date: '2025-07-09',
    },
    {
      title: 'mcp remote',
      publisher: 'MCPowered',
      url: 'https://mcpowered.com/mcp-remote/',
      date: null,
    },
  ],
  related: ['inspector-without-login', 'mcpoison-cursor', 'figma-command-injection'],
}
