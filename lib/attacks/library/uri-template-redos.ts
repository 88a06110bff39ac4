import type { Attack } from '../attack.ts'

export const uriTemplateRedos: Attack = {
  slug: 'uri-template-redos',
  title: 'A pattern that never comes to an end',
  class: 'protocol',
  kind: 'vulnerability',
  date: '2026-01-05',
  ids: ['CVE-2026-0621'],
  summary:
    'The TypeScript library compared addresses with a regular expression that tries again and again on certain inputs. One request stopped a whole Node process.',
  steps: [
    'The server offers resources by a template.',
    'The attacker asks for an address made for the expression’s weak spot.',
    'The engine tries an exponential number of ways to match.',
    'The process answers nobody until it is restarted.',
  ],
  abuses: { tools: 'No tool: the address of a resource was enough.', traits: [] },
  defence: {
    coverage: 'stops',
    does: 'Resources are refused where the agent needs none. Patterns in policies run on an engine without backtracking, within a budget; beyond it the condition is unknown, and unknown refuses.',
    document: {
      version: '1',
      default: 'deny',
      methods: { resources: 'deny' },
      tools: { search_docs: {} },
    },
    attack: {
      title: 'A resource by a crafted address',
      calls: { method: 'resources' },
      verdict: { effect: 'deny', rule: '/methods/resources' },
    },
    benign: {
      title: 'The tool that answers the question',
      calls: { tool: 'search_docs', arguments: { query: 'rate limits' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Expressions inside a server that run over the arguments of an allowed call.'],
  sources: [
    {
      title: 'Regular expression of UriTemplate',
      publisher: 'MCP TypeScript SDK, issue 965',
      url: 'https://github.com/modelcontextprotocol/typescript-sdk/issues/965',
      date: '2026-01-05',
    },
  ],
  related: ['parser-differential', 'runaway-loop'],
}
