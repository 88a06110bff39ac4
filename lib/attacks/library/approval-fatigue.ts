import type { Attack } from '../attack.ts'

export const approvalFatigue: Attack = {
  slug: 'approval-fatigue',
  title: 'Approvals until nobody reads them',
  class: 'agent-behaviour',
  kind: 'pattern',
  date: '2026',
  ids: [],
  summary:
    'Whoever is asked forty times an hour stops reading. An injected agent can bring that about, and put the one grave call among the forty harmless ones.',
  steps: [
    'Every call asks for a yes, grave or not.',
    'The agent makes many small calls with reassuring words.',
    'The approver’s hand moves before the eyes do.',
    'The call that matters comes in the same row, or with its end pushed out of the window.',
  ],
  abuses: { tools: 'No tool in particular: it is the number of questions that does it.', traits: [] },
  defence: {
    coverage: 'narrows',
    does: 'A person is asked for grave calls only, here refunds above 50, and small ones are counted instead. So a question is rare, and shows the whole call.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        get_order: {},
        create_refund: {
          require_approval: {
            conditions: [{ path: 'args.amount', op: 'gt', value: 50 }],
            reason: 'A refund above 50.',
          },
          limits: [{ counter: 'small_refunds', window: 'day', max: 20, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'The large refund among the small ones',
      calls: { tool: 'create_refund', arguments: { order: 'A-1009', amount: 4800 } },
      verdict: { effect: 'await', rule: '/tools/create_refund/require_approval' },
    },
    benign: {
      title: 'A small refund',
      calls: { tool: 'create_refund', arguments: { order: 'A-1010', amount: 12.5 } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Whether the approver read. The gateway shows the exact arguments, ties the yes to them and lets it run once; more it cannot do.',
    'Questions that the client asks on its own.',
  ],
  sources: [
    {
      title: 'The permission prompt is a UX bug',
      publisher: 'Tian Pan',
      url: 'https://tianpan.co/blog/2026-05-17-permission-prompt-ux-bug-human-rubber-stamp',
      date: '2026-05-17',
    },
    {
      title: 'ATR-2026-00118: human approval fatigue exploitation',
      publisher: 'Agent Threat Rules',
      url: 'https://agentthreatrule.org/en/rules/ATR-2026-00118',
      date: '2026-04-08',
    },
  ],
  related: ['whatsapp-history-theft', 'heroku-ownership-transfer', 'bankr-wallet-drain'],
}
