import type { Attack } from '../attack.ts'

export const nginxUiOpenEndpoint: Attack = {
  slug: 'nginx-ui-open-endpoint',
  title: 'nginx-ui: the second endpoint without a lock',
  class: 'access-control',
  kind: 'incident',
  date: '2026-03-30',
  ids: ['CVE-2026-33032'],
  summary:
    'An admin tool for web servers protected one of its MCP endpoints and forgot the other. All of its tools, which rewrite configuration and restart the server, were open to the network, and were used so. Sources differ on which versions are affected.',
  steps: [
    'The protocol’s older form has two addresses: one to connect, one to send.',
    'Only the first asks who is there.',
    'A message to the second is carried out.',
    'The attacker rewrites the web server’s configuration.',
  ],
  abuses: {
    tools: 'Tools that change the configuration of a web server or restart it.',
    traits: [['configures-server']],
    seek: [{ q: 'nginx' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'Behind a gateway the server listens to nobody else, and under “default: deny” a tool that the policy does not name is refused, on every road.',
    document: {
      version: '1',
      default: 'deny',
      tools: { nginx_config_get: {}, nginx_config_list: {} },
    },
    attack: {
      title: 'A new configuration',
      calls: {
        tool: 'nginx_config_modify',
        arguments: { path: 'conf.d/default.conf', content: 'server { … }' },
      },
      verdict: { effect: 'deny', rule: '(default deny)' },
    },
    benign: {
      title: 'Reading it',
      calls: { tool: 'nginx_config_get', arguments: { path: 'conf.d/default.conf' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['A server that can still be reached past the gateway. Close its port.'],
  sources: [
    {
      title: 'GHSA-h6c2-x2m2-mwhf',
      publisher: 'nginx-ui',
      url: 'https://github.com/0xJacky/nginx-ui/security/advisories/GHSA-h6c2-x2m2-mwhf',
      date: '2026-03-30',
    },
  ],
  related: ['gateway-error-path', 'list-only-filter', 'second-protocol-path'],
}
