import type { Attack } from '../attack.ts'

export const postgresReadOnlyBypass: Attack = {
  slug: 'postgres-read-only-bypass',
  title: 'A read-only transaction that the query ends',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-07',
  ids: [],
  summary:
    'The archived reference server for Postgres wraps each query in a read-only transaction. A query of several statements ends it with COMMIT, and whatever follows may write. The package is still installed, and was never mended.',
  steps: [
    'The tool promises read-only queries.',
    'The query begins with COMMIT and a semicolon.',
    'The wrapper’s transaction is over; the next statement runs in a new one, which may write.',
    'Tables are dropped through a tool that calls itself read-only.',
  ],
  abuses: {
    tools: 'Tools that run a query which the agent wrote, most of all those that promise to only read.',
    traits: [['runs-query']],
    about: ['sql', 'postgres', 'postgresql', 'mysql', 'sqlite', 'database'],
    seek: [{ q: 'sql' }, { q: 'postgres' }],
  },
  defence: {
    coverage: 'stops',
    does: 'One statement, which begins with SELECT, WITH or EXPLAIN; a semicolon before the end is refused.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        query: {
          require: [
            {
              conditions: [
                { path: 'args.sql', op: 'regex', value: '(?is)^\\s*(select|with|explain)\\b[^;]*;?\\s*$' },
              ],
              on_deny: 'One reading statement.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'COMMIT first, then the deletion',
      calls: { tool: 'query', arguments: { sql: 'COMMIT; DROP SCHEMA public CASCADE;' } },
      verdict: { effect: 'deny', rule: '/tools/query/require/0' },
    },
    benign: {
      title: 'A plain selection',
      calls: { tool: 'query', arguments: { sql: 'SELECT status, count(*) FROM orders GROUP BY status;' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A WITH clause that writes, and functions with side effects. Only a role without the right to write stops those.',
  ],
  sources: [
    {
      title: 'Backstory of a Postgres server: the reference server’s stacked queries',
      publisher: 'Yaw Labs on Glama',
      url: 'https://glama.ai/mcp/servers/nvyacj08d6',
      date: null,
    },
    {
      title: 'Decision 0003: expose Postgres via restricted mode',
      publisher: 'Ariadne',
      url: 'https://ajbarea.github.io/ariadne/architecture/decisions/0003-postgres-mcp-restricted-mode/',
      date: '2026-06-02',
    },
    {
      title: 'Return-to-tool: AI agents as attack chains',
      publisher: 'al-ice.ai, on research by Trend Micro',
      url: 'https://al-ice.ai/posts/2026/05/trendmicro-return-to-tool-rtt-ai-agent-exploitation/',
      date: '2026-05',
    },
  ],
  related: ['supabase-ticket-secrets', 'replit-database-deletion', 'sqlite-stored-prompt'],
}
