// Limits.
import { type Case, limit, limits, pay, READ, tool } from './case.ts'

export const LIMITS: readonly Case[] = [
  {
    name: 'a limit of 0',
    issue: 'limit-zero /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 0)),
    near: limits(limit('a', 'day', 1)),
  },
  {
    name: 'a limit below one call',
    issue: 'limit-too-small /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 0.5)),
    near: limits(limit('a', 'day', 0.5, { increment_from: 'args.amount' })),
    says: 'Every call counts 1',
  },
  {
    name: 'a limit below the least amount',
    issue: 'limit-too-small /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.n' })),
    near: limits(limit('a', 'day', 10, { increment_from: 'args.n' })),
    tools: [
      tool('pay', { inputSchema: { properties: { n: { type: 'number', minimum: 10 } }, required: ['n'] } }),
      READ,
    ],
  },
  {
    name: 'an amount that is misspelt',
    issue: 'path-not-in-schema /tools/pay/limits/0/increment_from',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.amout' })),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.amount' })),
    fixed: true,
  },
  {
    name: 'an amount that is no number',
    issue: 'path-never-fits /tools/pay/limits/0/increment_from',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.body' })),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.count' })),
  },
  {
    name: 'a day that 30 a minute never fill',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'minute', 30), limit('b', 'day', 43_200)),
    near: limits(limit('a', 'minute', 30), limit('b', 'day', 43_199)),
    says: '43200',
    fixed: true,
  },
  {
    name: 'a minute wider than its day',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: limits(limit('a', 'minute', 50), limit('b', 'day', 50)),
    near: limits(limit('a', 'minute', 49), limit('b', 'day', 50)),
    fixed: true,
  },
  {
    name: 'a month of 31 days',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'day', 10), limit('b', 'month', 310)),
    near: limits(limit('a', 'day', 10), limit('b', 'month', 309)),
    fixed: true,
  },
  {
    name: 'a sliding hour across two fixed ones',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'hour', 10), limit('b', 'hour', 20, { algorithm: 'sliding' })),
    near: limits(limit('a', 'hour', 10), limit('b', 'hour', 19, { algorithm: 'sliding' })),
    fixed: true,
  },
  {
    name: 'a limit behind a tighter one for all tools',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: pay({ rate_limit: '100/minute' }, { all_tools: { limits: [limit('all', 'minute', 60)] } }),
    near: pay({ rate_limit: '50/minute' }, { all_tools: { limits: [limit('all', 'minute', 60)] } }),
    fixed: true,
  },
  {
    name: 'a session within its grant',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 5, { scope: 'session' }), limit('b', 'day', 5)),
    near: limits(limit('a', 'day', 4, { scope: 'session' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'a shared count is no bound for what others draw',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('b', 'minute', 5), limit('shared', 'minute', 9)),
    near: {
      tools: {
        pay: { limits: [limit('b', 'minute', 5), limit('shared', 'minute', 9)] },
        read: { limits: [limit('shared', 'minute', 9)] },
      },
    },
    fixed: true,
  },
  {
    name: 'other amounts are no bound',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(
      limit('a', 'day', 5, { increment_from: 'args.amount' }),
      limit('b', 'day', 5, { increment_from: 'args.amount' }),
    ),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.amount' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'limits for each session alone',
    issue: 'limit-session-only /tools/pay/limits',
    document: limits(limit('a', 'day', 5, { scope: 'session' })),
    near: limits(limit('a', 'day', 3, { scope: 'session' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'the same for all tools',
    issue: 'limit-session-only /all_tools/limits',
    document: { all_tools: { limits: [limit('a', 'day', 5, { scope: 'session' })] }, tools: { pay: {} } },
    near: { all_tools: { limits: [limit('a', 'day', 5)] }, tools: { pay: {} } },
    fixed: true,
  },
]
