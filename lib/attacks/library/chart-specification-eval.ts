import type { Attack } from '../attack.ts'

export const chartSpecificationEval: Attack = {
  slug: 'chart-specification-eval',
  title: 'A chart that is evaluated as a program',
  class: 'execution',
  kind: 'vulnerability',
  date: '2026-01-21',
  ids: ['CVE-2026-1977'],
  summary:
    'A server for charts passed the specification it was given to Python’s eval. The specification did not have to be a chart: any expression ran on the server.',
  steps: [
    'The tool takes a specification as text.',
    'The agent is led to pass an expression that imports a module.',
    'The server evaluates it to turn text into a structure.',
    'The expression runs a command with the server’s rights.',
  ],
  abuses: {
    tools: 'Tools that take code or a script in an argument and run it.',
    traits: [['runs-code']],
    seek: [{ q: 'evaluate' }, { q: 'run code' }, { q: 'script' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'A specification must begin like an object and may not hold the words that lead out of one. What looks like a program waits for nobody: it is refused.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        visualize_data: {
          require: [
            { conditions: [{ path: 'args.vegalite_specification', op: 'regex', value: '^\\s*\\{' }] },
          ],
          deny_if: [
            {
              conditions: [
                {
                  path: 'args.vegalite_specification',
                  op: 'regex',
                  value: '(?i)__|\\b(import|exec|eval|open|lambda|subprocess)\\b',
                },
              ],
              on_deny: 'A specification holds no code.',
            },
          ],
          limits: [{ counter: 'visualize_data_rate', window: 'minute', max: 10, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'A specification that is an import',
      calls: {
        tool: 'visualize_data',
        arguments: { data_name: 'sales', vegalite_specification: "__import__('os').system('id')" },
      },
      verdict: { effect: 'deny', rule: '/tools/visualize_data/require/0' },
    },
    benign: {
      title: 'A bar chart',
      calls: {
        tool: 'visualize_data',
        arguments: { data_name: 'sales', vegalite_specification: '{"mark": "bar", "encoding": {}}' },
      },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Code that is written without those words. Where a tool runs code by design, only a sandbox holds it.',
  ],
  sources: [
    {
      title: 'CVE-2026-1977: code injection in mcp-vegalite-server',
      publisher: 'mcp-vegalite-server, issue 9',
      url: 'https://github.com/isaacwasserman/mcp-vegalite-server/issues/9',
      date: '2026-01-21',
    },
    {
      title: 'Command injection in configure_environment',
      publisher: 'mcp_code_executor, issue 21',
      url: 'https://github.com/bazinga012/mcp_code_executor/issues/21',
      date: '2026-06-18',
    },
  ],
  related: ['kubernetes-command-injection', 'figma-command-injection', 'browser-page-injection'],
}
