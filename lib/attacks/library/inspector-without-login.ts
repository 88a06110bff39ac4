import type { Attack } from '../attack.ts'

export const inspectorWithoutLogin: Attack = {
  slug: 'inspector-without-login',
  title: 'A web page starts programs through the Inspector',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-06-13',
  ids: ['CVE-2025-49596'],
  summary:
    'The developers’ inspector ran a local proxy that started the servers it was told to, and asked nobody who they were. A page in the same browser could tell it.',
  steps: [
    'A developer leaves the inspector running.',
    'They visit a page of the attacker’s.',
    'The page sends a request to the proxy on the same machine.',
    'The proxy starts the command that the request names.',
  ],
  abuses: { tools: 'No tool: the proxy starts servers, which comes before all tools.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Keep the inspector up to date and closed when it is not in use. The gateway refuses requests whose origin is not its own, never takes a cookie for a grant, and has no way to start a program.',
  },
  unseen: ['Programs that listen on a developer’s machine.'],
  sources: [
    {
      title: 'GHSA-7f8r-222p-6f5g',
      publisher: 'MCP Inspector',
      url: 'https://github.com/modelcontextprotocol/inspector/security/advisories/GHSA-7f8r-222p-6f5g',
      date: '2025-06-13',
    },
  ],
  related: ['dns-rebinding', 'mcp-remote-command-injection', 'stdio-configuration-commands'],
}
