import type { Attack } from '../attack.ts'

export const lineJumping: Attack = {
  slug: 'line-jumping',
  title: 'Line jumping: harm before the first call',
  class: 'tool-definitions',
  kind: 'demonstration',
  date: '2025-04-21',
  ids: [],
  summary:
    'Descriptions reach the model as soon as a client connects. A server can steer the agent before any of its tools was called, and so before anybody could refuse a call.',
  steps: [
    'The client connects and asks for the list of tools.',
    'All descriptions go into the model’s context.',
    'One of them says how shell commands must be written from now on.',
    'The agent follows it with tools of other servers. No approval was ever asked for the hostile one.',
  ],
  abuses: {
    tools: 'Any tool that is listed: being read is enough.',
    traits: [],
  },
  defence: {
    coverage: 'stops',
    does: 'A tool that nobody has accepted is not listed, so its description does not reach the model. With “default: deny” only the tools you name are listed at all.',
    document: { version: '1', default: 'deny', tools: { get_weather: {} } },
    attack: {
      title: 'A tool that turned up after the server was registered',
      calls: { tool: 'weather_setup', arguments: {} },
      state: 'new',
      verdict: { effect: 'deny', rule: '(definition changed)' },
    },
    benign: {
      title: 'The tool that was accepted',
      calls: { tool: 'get_weather', arguments: { city: 'Porto' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'The descriptions of tools that you do list. Read them before you accept them; hidden characters are made visible there.',
    'Servers that the client reaches without the gateway.',
  ],
  sources: [
    {
      title: 'Jumping the line: how MCP servers can attack you before you ever use them',
      publisher: 'Trail of Bits',
      url: 'https://blog.trailofbits.com/2025/04/21/jumping-the-line-how-mcp-servers-can-attack-you-before-you-ever-use-them/',
      date: '2025-04-21',
    },
  ],
  related: ['tool-poisoning', 'ansi-escape-deception', 'rug-pull'],
}
