import type { Attack } from '../attack.ts'

export const parserDifferential: Attack = {
  slug: 'parser-differential',
  title: 'Two readers, two messages',
  class: 'protocol',
  kind: 'vulnerability',
  date: '2026-02-26',
  ids: ['CVE-2026-27896', 'GHSA-wvj2-96wp-fq3f', 'GHSA-q382-vc8q-7jhj'],
  summary:
    'A library matched the keys of a message without regard to letter case, and its successor ignored a zero byte at the end of one. A proxy that reads strictly sees a harmless message; the server behind it sees another.',
  steps: [
    'The message names one tool under the proper key and another under a key that differs in case or by a zero byte.',
    'The proxy evaluates the proper one and allows it.',
    'It passes the bytes on as they came.',
    'The server’s parser takes the other key for the same, and the last one wins.',
  ],
  abuses: { tools: 'Any tool: the message is what lies.', traits: [] },
  defence: {
    coverage: 'stops',
    does: 'A message is parsed strictly once: double, unknown and misspelt keys are refused before any policy. What was judged is written anew and sent; no byte of the client’s goes further. In arguments, a key that differs only in case is “unknown”, and unknown refuses.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        transfer: {
          require: [
            {
              conditions: [{ path: 'args.amount', op: 'lte', value: 100 }],
              on_deny: 'At most 100.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The amount under a key in another case',
      calls: { tool: 'transfer', arguments: { to: 'acct_7', Amount: 9000 } },
      verdict: { effect: 'deny', rule: '/tools/transfer/require/0' },
    },
    benign: {
      title: 'The amount where it belongs',
      calls: { tool: 'transfer', arguments: { to: 'acct_7', amount: 40 } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['How a server reads arguments that your rules do not mention. Strict arguments close that too.'],
  sources: [
    {
      title: 'GHSA-wvj2-96wp-fq3f',
      publisher: 'MCP Go SDK',
      url: 'https://github.com/modelcontextprotocol/go-sdk/security/advisories/GHSA-wvj2-96wp-fq3f',
      date: '2026-02-26',
    },
    {
      title: 'GHSA-q382-vc8q-7jhj',
      publisher: 'MCP Go SDK',
      url: 'https://github.com/modelcontextprotocol/go-sdk/security/advisories/GHSA-q382-vc8q-7jhj',
      date: '2026-03-19',
    },
  ],
  related: ['second-protocol-path', 'dns-rebinding', 'uri-template-redos'],
}
