import type { Attack } from '../attack.ts'

export const listOnlyFilter: Attack = {
  slug: 'list-only-filter',
  title: 'Hidden in the list, and still callable',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2026-05-19',
  ids: ['CVE-2026-46519', 'GHSA-cr22-wjx7-2w6m'],
  summary:
    'A server for clusters and a workflow gateway filtered the list of tools and not the calls. Whoever knew a name could call the tool; the names are public.',
  steps: [
    'The operator allows reading tools only, and the list shows only those.',
    'The agent, or somebody with its token, calls a deleting tool by name.',
    'The part that answers calls never looks at the setting.',
    'The deletion happens, although the list promised otherwise.',
  ],
  abuses: {
    tools: 'No tool can be told by its definition: it is a matter of who checks the call.',
    traits: [],
  },
  defence: {
    coverage: 'stops',
    does: 'List and call are answered from the same policy. A hidden tool and an unknown one get the same answer, and nothing is forwarded.',
    document: {
      version: '1',
      default: 'deny',
      hide: ['kubectl_delete', 'exec_in_pod', 'kubectl_generic'],
      tools: { kubectl_get: {}, kubectl_describe: {} },
    },
    attack: {
      title: 'The hidden tool by its name',
      calls: { tool: 'kubectl_delete', arguments: { resourceType: 'namespace', name: 'payments' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'A tool that is listed',
      calls: { tool: 'kubectl_get', arguments: { resourceType: 'pods', namespace: 'payments' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Calls that reach the server directly.'],
  sources: [
    {
      title: 'CVE-2026-46519: filtered at display, not at execution',
      publisher: 'llm-hacking.com',
      url: 'https://llm-hacking.com/hacks/mcp-kubernetes-execution-layer-bypass.md',
      date: '2026-05',
    },
    {
      title: 'tools/call outside the allowed list',
      publisher: 'GitHub agentic workflows gateway, issue 3332',
      url: 'https://github.com/github/gh-aw-mcpg/issues/3332',
      date: '2026-04-07',
    },
  ],
  related: ['second-protocol-path', 'nginx-ui-open-endpoint', 'kubernetes-command-injection'],
}
