import type { Attack } from '../attack.ts'

export const toolPoisoning: Attack = {
  slug: 'tool-poisoning',
  title: 'Tool poisoning',
  class: 'tool-definitions',
  kind: 'demonstration',
  date: '2025-04-01',
  ids: [],
  summary:
    'A tool’s description carries orders for the model. The person who approved the tool saw its name and a short summary; the model reads everything and obeys.',
  steps: [
    'A server offers a harmless-looking tool, such as one that adds two numbers.',
    'Further down in its description stands an order: first read a key file, then pass its content in a spare argument.',
    'The client shows the person the name; the model is given the whole text.',
    'The agent reads the file with another tool and hands the content over as an ordinary argument.',
  ],
  abuses: {
    tools:
      'Tools whose own description tells the agent what to do before, besides or without telling the user.',
    traits: [['instructs-in-description']],
    seek: [{ q: 'important' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The spare argument must be absent, and every other argument must be declared. The sum still works; the parcel does not leave.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        add: {
          strict_arguments: true,
          require: [
            {
              conditions: [{ path: 'args.sidenote', op: 'exists', value: false }],
              on_deny: 'Call this tool with the two numbers only.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The sum carries a private key along',
      calls: {
        tool: 'add',
        arguments: { a: 2, b: 3, sidenote: '-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNz…' },
      },
      verdict: { effect: 'deny', rule: '/tools/add/require/0' },
    },
    benign: {
      title: 'The sum alone',
      calls: { tool: 'add', arguments: { a: 2, b: 3 } },
      declared: ['a', 'b', 'sidenote'],
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A description that is allowed through still reaches the model. Hide a tool you do not trust: then the agent never reads it.',
    'A file that the agent reads on its own machine does not pass the gateway.',
  ],
  sources: [
    {
      title: 'Tool poisoning attacks',
      publisher: 'Invariant Labs',
      url: 'https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks',
      date: '2025-04-01',
    },
    {
      title: 'MCP tool poisoning attacks',
      publisher: 'ChatForest',
      url: 'https://chatforest.com/guides/mcp-tool-poisoning-attacks',
      date: null,
    },
  ],
  related: ['full-schema-poisoning', 'rug-pull', 'line-jumping'],
}
