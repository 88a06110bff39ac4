import type { Attack } from '../attack.ts'

export const secondProtocolPath: Attack = {
  slug: 'second-protocol-path',
  title: 'The check sits on the other protocol version',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2026-08-05',
  ids: ['CVE-2026-14537'],
  summary:
    'Two products enforced their rules on one form of the protocol and forgot the other: a proxy let clients of the newest revision call hidden tools, and a database toolbox did not ask for scopes on its older interface.',
  steps: [
    'A product learns a new revision and keeps the old one.',
    'Filter and scopes are written into the code of one of them.',
    'The attacker speaks the other.',
    'The same call, refused here, is carried out there.',
  ],
  abuses: { tools: 'Any tool: what differs is the road a call takes.', traits: [] },
  defence: {
    coverage: 'stops',
    does: 'One function decides every call, whatever revision brought it, and only what it admitted can be forwarded. The verdict below does not depend on the road.',
    document: { version: '1', default: 'deny', hide: ['drop_table'], tools: { list_tables: {} } },
    attack: {
      title: 'The hidden tool, over the other revision',
      calls: { tool: 'drop_table', arguments: { table: 'orders' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'The allowed one, over either',
      calls: { tool: 'list_tables', arguments: {} },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Interfaces of a server beside MCP.'],
  sources: [
    {
      title: 'Hidden tools callable by clients of the new revision',
      publisher: 'ToolHive, issue 6217',
      url: 'https://github.com/stacklok/toolhive/issues/6217',
      date: '2026-08-05',
    },
    {
      title: 'CVE-2026-14537',
      publisher: 'CVE Program',
      url: 'https://www.cve.org/CVERecord?id=CVE-2026-14537',
      date: '2026-07-31',
    },
  ],
  related: ['list-only-filter', 'parser-differential', 'nginx-ui-open-endpoint'],
}
