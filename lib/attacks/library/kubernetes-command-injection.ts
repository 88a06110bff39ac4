import type { Attack } from '../attack.ts'

export const kubernetesCommandInjection: Attack = {
  slug: 'kubernetes-command-injection',
  title: 'One allowed command, and another behind a semicolon',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-09-25',
  ids: ['CVE-2025-59377', 'CVE-2025-66404', 'GHSA-4hqq-7q79-932p', 'GHSA-hjm5-xgj8-vwj6'],
  summary:
    'Servers for clusters gave a text of the agent to a shell. One looked only at its first word before it refused writing, so a deletion behind a semicolon went through; two ran what they were given.',
  steps: [
    'The tool takes a whole command line in one argument.',
    'A check for dangerous verbs reads the first word and is content.',
    'The shell reads the rest: a semicolon, a pipe or a substitution starts another command.',
    'It runs with the rights of the server, often those of the whole cluster.',
  ],
  abuses: {
    tools: 'Tools with an argument for a whole command line.',
    traits: [['runs-command']],
    seek: [{ q: 'command' }, { q: 'kubectl' }, { q: 'exec' }, { q: 'watcher' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The command must be one of a few reading verbs followed by plain words. Without shell characters there is no second command.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        kubectl: {
          require: [
            {
              conditions: [
                {
                  path: 'args.command',
                  op: 'regex',
                  value: '^kubectl (get|describe|logs|version|top)( [A-Za-z0-9_./:=,-]+)*$',
                },
              ],
              on_deny: 'Only reading commands, without shell characters.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'A version, and a namespace less',
      calls: {
        tool: 'kubectl',
        arguments: { command: 'kubectl version; kubectl delete namespace payments' },
      },
      verdict: { effect: 'deny', rule: '/tools/kubectl/require/0' },
    },
    benign: {
      title: 'The pods of a namespace',
      calls: { tool: 'kubectl', arguments: { command: 'kubectl get pods -n payments' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Flags of an allowed verb that do more than read. Give the server’s account few rights.'],
  sources: [
    {
      title: 'mcp-kubernetes-server has an OS command injection vulnerability',
      publisher: 'GitHub Advisory Database, pull request 6199',
      url: 'https://github.com/github/advisory-database/pull/6199',
      date: '2025-09-25',
    },
    {
      title: 'mcp-kubernetes-server: only the first token is inspected',
      publisher: 'GitHub Advisory Database, pull request 6198',
      url: 'https://github.com/github/advisory-database/pull/6198',
      date: '2025-09-25',
    },
    {
      title: 'exec_in_pod to use arrays only',
      publisher: 'mcp-server-kubernetes, pull request 229',
      url: 'https://github.com/Flux159/mcp-server-kubernetes/pull/229',
      date: '2025-11-30',
    },
  ],
  related: ['kubernetes-argument-injection', 'list-only-filter', 'figma-command-injection'],
}
