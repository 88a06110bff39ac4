import type { Attack } from '../attack.ts'

export const amazonQWiperPrompt: Attack = {
  slug: 'amazon-q-wiper-prompt',
  title: 'A wiper prompt in a coding assistant’s update',
  class: 'supply-chain',
  kind: 'incident',
  date: '2025-07',
  ids: [],
  summary:
    'An attacker’s pull request got into an official release of a coding assistant that hundreds of thousands had installed. It held a prompt that told the assistant to delete files and cloud resources.',
  steps: [
    'A stranger’s change was merged into the extension’s repository.',
    'The next release delivered it to every user.',
    'The hidden prompt asked the assistant to clean the machine and the cloud account.',
    'The commands would have run with the user’s own rights.',
  ],
  abuses: {
    tools: 'Tools that run a shell or cloud command which the agent wrote.',
    traits: [['runs-command']],
    seek: [{ q: 'command' }, { q: 'exec' }, { q: 'watcher' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'Where commands run through an MCP tool, those that remove are refused by their words and the rest is counted.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        call_aws: {
          deny_if: [
            {
              conditions: [
                {
                  path: 'args.command',
                  op: 'regex',
                  value: '(?i)\\b(terminate|delete|remove|rb|rm|purge|deregister)[a-z-]*',
                },
              ],
              on_deny: 'Commands that remove things are not run here.',
            },
          ],
          limits: [{ counter: 'call_aws_rate', window: 'minute', max: 10, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'The prompt’s wish, as a command',
      calls: {
        tool: 'call_aws',
        arguments: { command: 'aws ec2 terminate-instances --instance-ids i-0abc i-0def' },
      },
      verdict: { effect: 'deny', rule: '/tools/call_aws/deny_if/0' },
    },
    benign: {
      title: 'A look at the machines',
      calls: { tool: 'call_aws', arguments: { command: 'aws ec2 describe-instances --region eu-west-1' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'The assistant’s own shell. In the incident the commands were to run on the machine itself, which no gateway sees.',
    'Encoded or nested commands: a list of forbidden words is never complete.',
  ],
  sources: [
    {
      title: 'Analysing the Amazon Q incident',
      publisher: 'Pillar Security',
      url: 'https://www.pillar.security/blog/analyzing-the-amazon-q-incident-using-the-sail-framework',
      date: '2025-07-29',
    },
  ],
  related: ['destructive-autonomy', 'postmark-mcp-backdoor', 'sandworm-mode-worm'],
}
