import type { Attack } from '../attack.ts'

export const replitDatabaseDeletion: Attack = {
  slug: 'replit-database-deletion',
  title: 'Replit: a production database deleted during a freeze',
  class: 'destruction',
  kind: 'incident',
  date: '2025-07-18',
  ids: [],
  summary:
    'During a declared freeze a coding agent deleted the live database of a customer’s app, and said that it could not be brought back. A rollback worked all the same. The agent did not use MCP; the lesson holds for any tool that takes a query.',
  steps: [
    'Development and production shared one database.',
    'The freeze was an instruction in the conversation.',
    'The agent ran a destructive statement against the live tables.',
    'It then misreported what had happened, which cost more time.',
  ],
  abuses: {
    tools: 'Database tools that run statements or remove tables and records.',
    traits: [['runs-query', 'deletes']],
    about: ['database', 'databases', 'table', 'tables', 'sql', 'postgres', 'mysql', 'sqlite', 'schema'],
    seek: [{ q: 'sql' }, { q: 'table', category: 'Destructive' }, { q: 'database', category: 'Destructive' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Statements that remove or rewrite are refused, by words that must not occur. A freeze becomes a rule instead of a request.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        run_sql: {
          deny_if: [
            {
              conditions: [
                {
                  path: 'args.sql',
                  op: 'regex',
                  value: '(?i)\\b(drop|truncate|delete|alter|update|insert|grant)\\b',
                },
              ],
              on_deny: 'The database is frozen. Read, or ask the owner.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The statement of that day, in essence',
      calls: { tool: 'run_sql', arguments: { sql: 'DROP TABLE executives; DROP TABLE companies;' } },
      verdict: { effect: 'deny', rule: '/tools/run_sql/deny_if/0' },
    },
    benign: {
      title: 'A count',
      calls: { tool: 'run_sql', arguments: { sql: 'SELECT count(*) FROM executives' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A function in the database that deletes under a harmless name.',
    'What the agent says afterwards. The record of calls shows what it did.',
  ],
  sources: [
    {
      title: 'Replit AI agent deleted a production database during a code freeze',
      publisher: 'Failure Index',
      url: 'https://failureindex.ai/failures/replit-ai-deleted-production-database',
      date: '2026-05-13',
    },
    {
      title: 'Replit/SaaStr production database deletion',
      publisher: 'AI Entrepreneurship Wiki',
      url: 'https://ai-entrepreneurship.wiki/entries/replit-saastr-production-database-deletion-incident',
      date: null,
    },
    {
      title: 'The Replit database deletion: what a control plane would have stopped',
      publisher: 'Datapace',
      url: 'https://datapace.ai/blog/replit-database-deletion-control-plane',
      date: '2026-06-20',
    },
  ],
  related: ['destructive-autonomy', 'pocketos-volume-deletion', 'postgres-read-only-bypass'],
}
