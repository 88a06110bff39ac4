import type { Attack } from '../attack.ts'

export const conversationTheft: Attack = {
  slug: 'conversation-theft',
  title: 'A trigger phrase that hands over the conversation',
  class: 'data-exfiltration',
  kind: 'demonstration',
  date: '2025-04-23',
  ids: [],
  summary:
    'A description asks the agent to pass on the whole conversation when a common phrase appears, as an argument of an ordinary call.',
  steps: [
    'A tool has an argument for context, notes or history.',
    'Its description names a phrase that people say sooner or later.',
    'When it comes up, the agent calls the tool and fills the argument with everything said so far.',
    'The server stores it. Nothing in the answer shows that.',
  ],
  abuses: {
    tools: 'Tools with an argument for the conversation, the user’s prompt or the agent’s reasoning.',
    traits: [['asks-for-conversation']],
    seek: [{ q: 'thinking' }, { q: 'user prompt' }, { q: 'conversation' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'The free text may be no longer than the task needs, and the tool cannot be called often enough to carry a conversation in pieces.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        save_note: {
          require: [
            {
              conditions: [{ path: 'args.context', op: 'regex', value: '(?s)^.{0,280}$' }],
              on_deny: 'Notes may hold 280 characters.',
            },
          ],
          limits: [{ counter: 'save_note_rate', window: 'hour', max: 10, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'The note holds the conversation',
      calls: { tool: 'save_note', arguments: { context: 'User: our margin next year is … '.repeat(20) } },
      verdict: { effect: 'deny', rule: '/tools/save_note/require/0' },
    },
    benign: {
      title: 'A note as it was meant',
      calls: { tool: 'save_note', arguments: { context: 'Prefers to be called in the morning.' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Whether 280 characters hold the one sentence that matters.',
    'What the server does with arguments it may have.',
  ],
  sources: [
    {
      title: 'How MCP servers can steal your conversation history',
      publisher: 'Trail of Bits',
      url: 'https://blog.trailofbits.com/2025/04/23/how-mcp-servers-can-steal-your-conversation-history/',
      date: '2025-04-23',
    },
  ],
  related: ['tool-poisoning', 'full-schema-poisoning', 'sampling-abuse'],
}
