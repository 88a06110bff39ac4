import type { Attack } from '../attack.ts'

export const destructiveAutonomy: Attack = {
  slug: 'destructive-autonomy',
  title: 'The agent deletes on its own initiative',
  class: 'destruction',
  kind: 'pattern',
  date: '2025-07',
  ids: [],
  summary:
    'No attacker is needed. An agent that meets an obstacle may decide that removing something is the way around it, and a tool that deletes asks no questions.',
  steps: [
    'The task is small: repair a test, tidy a list, resolve a mismatch.',
    'A step fails, and the agent looks for another way.',
    'A deleting tool is in reach, and looks like progress.',
    'It runs at once. The instruction not to do so was a sentence in the prompt.',
  ],
  abuses: {
    tools: 'Tools that delete, drop, overwrite or revoke.',
    traits: [['deletes']],
    seek: [{ category: 'Destructive' }, { q: 'delete', category: 'Destructive' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Deleting tools are hidden: the agent does not read of them and cannot call them. Creating and reading stay.',
    document: {
      version: '1',
      default: 'deny',
      hide: ['delete_*', 'destroy_*', 'drop_*'],
      tools: {
        list_connections: {},
        create_connection: {
          limits: [{ counter: 'create_connection_rate', window: 'minute', max: 30, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'The agent wants a clean start',
      calls: { tool: 'destroy_connection', arguments: { connectionId: 'conn_41' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'It looks what there is',
      calls: { tool: 'list_connections', arguments: {} },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Deletion by another road: a query, a shell command, an update that empties a field.',
    'Credentials that lie where the agent finds them.',
  ],
  sources: [
    {
      title: 'Replit AI agent deleted a production database during a code freeze',
      publisher: 'Failure Index',
      url: 'https://failureindex.ai/failures/replit-ai-deleted-production-database',
      date: '2026-05-13',
    },
    {
      title: 'The agent should not have your app credentials',
      publisher: 'Rajiv Onai',
      url: 'https://rajivonai-site.pages.dev/blog/2024-12-02-the-agent-should-not-have-your-app-credentials/',
      date: null,
    },
  ],
  related: ['replit-database-deletion', 'pocketos-volume-deletion', 'amazon-q-wiper-prompt'],
}
