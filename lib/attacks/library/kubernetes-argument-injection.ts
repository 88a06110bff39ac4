import type { Attack } from '../attack.ts'

export const kubernetesArgumentInjection: Attack = {
  slug: 'kubernetes-argument-injection',
  title: 'A name with a space becomes a flag',
  class: 'execution',
  kind: 'vulnerability',
  date: '2026-04-07',
  ids: ['GHSA-wmg3-h8mf-wgvr'],
  summary:
    'A server put names from the call into one line and split it at the spaces. No shell was involved, yet a namespace with a space in it gave the program a further option, such as another configuration file or another address to listen on.',
  steps: [
    'The tool takes a namespace, a kind and a name.',
    'One of them holds a space and an option.',
    'After splitting, the option is an argument of its own.',
    'The program opens the cluster’s inner service to everybody, or talks to the attacker’s cluster.',
  ],
  abuses: {
    tools: 'Cluster tools that take a namespace or the name of a resource.',
    traits: [['names-cluster-resource']],
    seek: [{ q: 'kubectl' }, { q: 'pod' }, { q: 'namespace' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Names must look like names of the cluster: lower-case letters, digits and hyphens. A space is none of them.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        port_forward: {
          require: [
            {
              conditions: [
                { path: 'args.namespace', op: 'regex', value: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' },
                { path: 'args.resourceName', op: 'regex', value: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' },
              ],
              on_deny: 'Names hold lower-case letters, digits and hyphens.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The namespace brings an option along',
      calls: {
        tool: 'port_forward',
        arguments: { namespace: 'default --address=0.0.0.0', resourceName: 'redis', localPort: 6379 },
      },
      verdict: { effect: 'deny', rule: '/tools/port_forward/require/0' },
    },
    benign: {
      title: 'The same without it',
      calls: {
        tool: 'port_forward',
        arguments: { namespace: 'default', resourceName: 'redis', localPort: 6379 },
      },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Arguments that your rules do not mention. Strict arguments and an update of the server belong together.',
  ],
  sources: [
    {
      title: 'Fix argument injection in port_forward',
      publisher: 'mcp-server-kubernetes, pull request 300',
      url: 'https://github.com/Flux159/mcp-server-kubernetes/pull/300',
      date: '2026-04-07',
    },
    {
      title: 'Argument injection before 3.9.0 (GHSA-wmg3-h8mf-wgvr)',
      publisher: 'GitHub Advisory Database, pull request 9036',
      url: 'https://github.com/github/advisory-database/pull/9036',
      date: '2026-08-09',
    },
  ],
  related: ['kubernetes-command-injection', 'list-only-filter', 'figma-command-injection'],
}
