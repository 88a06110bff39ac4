import type { Attack } from '../attack.ts'

export const samplingAbuse: Attack = {
  slug: 'sampling-abuse',
  title: 'The server asks your model to work for it',
  class: 'spend',
  kind: 'demonstration',
  date: '2025-12',
  ids: [],
  summary:
    'With sampling a server may put a prompt to the client’s model. A malicious one uses up the quota, leaves lasting instructions in the conversation, or has tools called that the user does not see.',
  steps: [
    'The client declares that it supports sampling.',
    'During an ordinary call the server sends a prompt of its own.',
    'It asks for far more than the task needs, or ends in orders for later.',
    'The user pays for the tokens, and the agent keeps the orders.',
  ],
  abuses: {
    tools: 'No tool in particular: the request comes from the server, beside its tools.',
    traits: [],
  },
  defence: {
    coverage: 'stops',
    does: 'Sampling is refused, whatever the client declares. So it is by default: under “default: deny” a group of methods that is not named is denied.',
    document: {
      version: '1',
      default: 'deny',
      methods: { sampling: 'deny', elicitation: 'deny', resources: 'allow' },
      tools: { summarise_file: {} },
    },
    attack: {
      title: 'A prompt of the server for the client’s model',
      calls: { method: 'sampling' },
      verdict: { effect: 'deny', rule: '/methods/sampling' },
    },
    benign: {
      title: 'The tool call itself',
      calls: { tool: 'summarise_file', arguments: { path: 'notes/2026.md' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Orders for the model in the ordinary result of the call.'],
  sources: [
    {
      title: 'New prompt injection attack vectors through MCP sampling',
      publisher: 'Unit 42, Palo Alto Networks',
      url: 'https://unit42.paloaltonetworks.com/model-context-protocol-attack-vectors/',
      date: '2025-12',
    },
  ],
  related: ['runaway-loop', 'conversation-theft', 'line-jumping'],
}
