import type { Attack } from '../attack.ts'

export const rugPull: Attack = {
  slug: 'rug-pull',
  title: 'Rug pull: the tool that changed after approval',
  class: 'tool-definitions',
  kind: 'demonstration',
  date: '2025-04-09',
  ids: [],
  summary:
    'A server behaves until it has been approved, then serves another definition under the same tool name. Clients that ask once never ask again.',
  steps: [
    'The server lists an honest tool, and somebody approves it.',
    'Days later the list holds the same name with other words or other arguments.',
    'The client compares nothing, so the old approval covers the new tool.',
    'The agent follows the new definition.',
  ],
  abuses: {
    tools: 'Any tool: what changes is the definition, so no single definition gives it away.',
    traits: [],
  },
  defence: {
    coverage: 'stops',
    does: 'No rule has to be written. A definition is pinned when a person accepts it; one that differs in any part is refused and unlisted until a person accepts exactly that one.',
    document: { version: '1', default: 'deny', tools: { get_fact_of_the_day: {} } },
    attack: {
      title: 'A call after the definition was exchanged',
      calls: { tool: 'get_fact_of_the_day', arguments: {} },
      state: 'changed',
      verdict: { effect: 'deny', rule: '(definition changed)' },
    },
    benign: {
      title: 'The same call while the definition is the accepted one',
      calls: { tool: 'get_fact_of_the_day', arguments: {} },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A server that keeps its definition and changes only what it does when called looks the same from outside.',
    'The person who accepts the new definition can be wrong about it.',
  ],
  sources: [
    {
      title: 'Model Context Protocol has prompt injection security problems',
      publisher: 'Simon Willison',
      url: 'https://simonwillison.net/2025/Apr/9/mcp-prompt-injection/',
      date: '2025-04-09',
    },
    {
      title: 'Tool poisoning attacks',
      publisher: 'Invariant Labs',
      url: 'https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks',
      date: '2025-04-01',
    },
  ],
  related: ['tool-poisoning', 'postmark-mcp-backdoor', 'mcpoison-cursor'],
}
