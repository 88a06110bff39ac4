import type { Attack } from '../attack.ts'

export const ssrfThroughFetchTools: Attack = {
  slug: 'ssrf-through-fetch-tools',
  title: 'A fetching tool reaches into the inner network',
  class: 'data-exfiltration',
  kind: 'vulnerability',
  date: '2026-01-12',
  ids: ['CVE-2025-65512', 'CVE-2025-65513', 'CVE-2026-26118'],
  summary:
    'A tool takes an address and opens it from where the server stands. That place can see what the outside cannot: the metadata service of the cloud, databases, admin pages. Several servers check nothing but the beginning of the address.',
  steps: [
    'The agent is led to pass an address of the inner network, or one that redirects there.',
    'The server opens it with its own rights.',
    'The answer, such as temporary cloud credentials, comes back as the tool’s result.',
    'With another call it leaves for the attacker.',
  ],
  abuses: {
    tools: 'Tools that open an address the agent gives.',
    traits: [['opens-url']],
    seek: [{ q: 'fetch' }, { q: 'scrape' }, { q: 'navigate' }, { q: 'url' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Only named hosts are opened. Numbers for hosts, user information, odd spellings and other schemes are never on such a list, and what cannot be read as a plain web address is refused.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        fetch: {
          require: [
            {
              conditions: [
                { path: 'args.url', op: 'host_in', value: ['docs.python.org', '*.wikipedia.org'] },
              ],
              on_deny: 'This host is not on the list.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The cloud’s metadata service',
      calls: {
        tool: 'fetch',
        arguments: { url: 'http://169.254.169.254/latest/meta-data/iam/security-credentials/' },
      },
      verdict: { effect: 'deny', rule: '/tools/fetch/require/0' },
    },
    benign: {
      title: 'A page of the documentation',
      calls: { tool: 'fetch', arguments: { url: 'https://docs.python.org/3/library/json.html' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A redirect that the server follows after the call, and what an allowed name resolves to. The server needs its own guard for both.',
    'Addresses that the server builds itself from other arguments.',
  ],
  sources: [
    {
      title: 'SSRF and uncontrolled outbound network access in MCP systems',
      publisher: 'OWASP MCP Top 10, issue 20',
      url: 'https://github.com/OWASP/www-project-mcp-top-10/issues/20',
      date: '2026-01-12',
    },
    {
      title: 'SSRF and path traversal in file_upload',
      publisher: 'mcp-chrome, issue 380',
      url: 'https://github.com/hangwin/mcp-chrome/issues/380',
      date: '2026-08-21',
    },
    {
      title: 'CVE-2026-26118, Azure MCP server',
      publisher: 'Microsoft Security Response Center',
      url: 'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2026-26118',
      date: '2026-03-10',
    },
  ],
  related: ['slack-link-unfurling', 'tool-result-injection', 'github-path-escape'],
}
