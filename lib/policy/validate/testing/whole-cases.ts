// Approvals, and the policy as a whole.
import { type Case, pay, READ, tool, when } from './case.ts'

const CRITICAL = [tool('pay', { severity: 'Critical' }), READ]
const METHODS = { tasks: 'deny', sampling: 'deny', elicitation: 'deny', roots: 'deny' }
export const APPROVALS: readonly Case[] = [
  {
    name: 'nobody may approve',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ require_approval: true }),
    near: pay({ rate_limit: '5/day' }),
    approvers: 0,
    says: 'Nobody in the organisation may approve',
  },
  {
    name: 'an approval of a denied tool',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ action: 'deny', require_approval: {} }),
    near: pay({ require_approval: {} }),
    approvers: 3,
    fixed: true,
  },
  {
    name: 'an approval before a limit of 0',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ action: 'require_approval', rate_limit: '0/day' }),
    near: pay({ action: 'require_approval', rate_limit: '1/day' }),
    fixed: true,
  },
  {
    name: 'an approval in 29 seconds',
    issue: 'approval-timeout-short /tools/pay/require_approval/timeout',
    document: pay({ require_approval: { timeout: '29s' } }),
    near: pay({ require_approval: { timeout: 30 } }),
    fixed: true,
  },
]
export const WHOLE: readonly Case[] = [
  {
    name: 'a Critical tool by default',
    issue: 'open-by-default /default',
    document: { default: 'allow', methods: METHODS },
    near: { default: 'allow', methods: METHODS, all_tools: { require_approval: true } },
    tools: CRITICAL,
    says: 'pay',
    fixed: true,
  },
  {
    name: 'a Critical tool by an entry',
    issue: 'critical-open /tools/pay',
    document: pay({}),
    near: pay({ rate_limit: '5/day' }),
    tools: CRITICAL,
    fixed: true,
  },
  {
    name: 'a Critical tool by a pattern',
    issue: 'critical-open /tools/*',
    document: { tools: { '*': {} } },
    near: { hide: ['pay'], tools: { '*': {} } },
    tools: CRITICAL,
    fixed: true,
  },
  {
    name: 'a Critical tool where nobody may approve',
    issue: 'critical-open /tools/pay',
    document: pay({}),
    near: pay({ action: 'deny' }),
    tools: CRITICAL,
    approvers: 0,
    fixed: true,
  },
  {
    name: 'nothing is let through',
    issue: 'everything-denied ',
    document: { hide: ['pay'], tools: { read: { action: 'deny' } } },
    near: { hide: ['pay'], tools: { read: {} } },
  },
  {
    name: 'nothing is let through, whatever the tools',
    issue: 'everything-denied ',
    document: { all_tools: { deny_if: [{ conditions: [] }] } },
    near: { all_tools: { deny_if: [{ conditions: [when('x', 'exists')] }] } },
    tools: [],
    nearTools: [],
  },
  {
    name: 'questions of the server that default lets through',
    issue: 'methods-by-default /methods',
    document: { default: 'allow' },
    near: { default: 'allow', methods: METHODS },
  },
]
