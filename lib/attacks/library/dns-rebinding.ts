import type { Attack } from '../attack.ts'

export const dnsRebinding: Attack = {
  slug: 'dns-rebinding',
  title: 'A web page talks to a local server',
  class: 'protocol',
  kind: 'vulnerability',
  date: '2025-12-02',
  ids: ['CVE-2025-66414', 'CVE-2025-64443', 'CVE-2026-34742'],
  summary:
    'Local servers took any request that reached them. A page whose name suddenly resolves to the visitor’s own machine could so call their tools. Two libraries and a gateway had this as their default.',
  steps: [
    'The user opens a page of the attacker’s.',
    'The page’s name resolves to 127.0.0.1 at the next look.',
    'The browser believes that the local server belongs to the page.',
    'The page lists the tools and calls them.',
  ],
  abuses: { tools: 'Any tool of a server on the user’s machine.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'The gateway takes a request only if its host and origin are its own, and wants a grant’s token in a header, which no page has. A local server behind the connector listens on no port at all.',
  },
  unseen: ['Servers that listen on a machine beside the gateway.'],
  sources: [
    {
      title: 'GHSA-46gc-mwh4-cc5r',
      publisher: 'Docker MCP Gateway',
      url: 'https://github.com/docker/mcp-gateway/security/advisories/GHSA-46gc-mwh4-cc5r',
      date: '2025-12-03',
    },
    {
      title: 'CVE-2025-66414',
      publisher: 'CVE Program',
      url: 'https://www.cve.org/CVERecord?id=CVE-2025-66414',
      date: '2025-12-02',
    },
    {
      title: 'CVE-2026-34742',
      publisher: 'CVE Program',
      url: 'https://www.cve.org/CVERecord?id=CVE-2026-34742',
      date: '2026-04-02',
    },
  ],
  related: ['inspector-without-login', 'parser-differential', 'guessable-session'],
}
