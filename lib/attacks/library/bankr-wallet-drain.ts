import type { Attack } from '../attack.ts'

export const bankrWalletDrain: Attack = {
  slug: 'bankr-wallet-drain',
  title: 'A post in Morse code empties a wallet',
  class: 'spend',
  kind: 'incident',
  date: '2026-05-04',
  ids: [],
  summary:
    'A public post held a payment order in Morse code. One assistant decoded it in its reply, an agent with the keys to a wallet took the reply for an order and sent three billion tokens, worth between 150,000 and 200,000 dollars. About four fifths came back.',
  steps: [
    'A gifted membership token first widened what the paying agent would do for that wallet.',
    'The attacker asked the assistant to translate dots and dashes.',
    'The translation, posted in public, was a transfer order addressed to the paying agent.',
    'The agent held the keys, and nobody was asked.',
  ],
  abuses: {
    tools: 'Tools that send, swap or withdraw money or tokens to where the agent says.',
    traits: [['moves-money']],
    seek: [
      { q: 'transfer', category: 'Financial' },
      { q: 'payout', category: 'Financial' },
      { q: 'withdraw', category: 'Financial' },
    ],
  },
  defence: {
    coverage: 'stops',
    does: 'Money goes to known addresses only, above 100 a person decides, and 500 a day is the end of it.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        get_balance: {},
        transfer_tokens: {
          require: [
            {
              conditions: [{ path: 'args.to', op: 'in', value: ['0x1111aaaa', '0x2222bbbb'] }],
              on_deny: 'This address is not on the list.',
            },
          ],
          require_approval: {
            conditions: [{ path: 'args.amount', op: 'gt', value: 100 }],
            reason: 'More than 100.',
          },
          limits: [
            {
              counter: 'transfer_total',
              window: 'day',
              max: 500,
              scope: 'grant',
              increment_from: 'args.amount',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The decoded order',
      calls: { tool: 'transfer_tokens', arguments: { to: '0xe8e4700b', token: 'DRB', amount: 3000000000 } },
      verdict: { effect: 'deny', rule: '/tools/transfer_tokens/require/0' },
    },
    benign: {
      title: 'A small payment to a known address',
      calls: { tool: 'transfer_tokens', arguments: { to: '0x1111aaaa', token: 'USDC', amount: 20 } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Who really wanted the transfer. The limit bounds the loss when the wrong person did.',
    'Keys that the agent holds itself.',
  ],
  sources: [
    {
      title: 'The Grok Bankrbot incident',
      publisher: 'Cequence',
      url: 'https://www.cequence.ai/?p=25808',
      date: '2026-05',
    },
    {
      title: 'Grok and Bankrbot: the Morse code wallet drain',
      publisher: 'MakerChecker',
      url: 'https://www.makerchecker.ai/insights/grok-bankrbot-morse-code-wallet-drain/',
      date: null,
    },
    {
      title: 'Morse code prompt injection triggers transfer of 3B DRB',
      publisher: 'Crypto Key Media',
      url: 'https://cryptokeymedia.com/morse-code-prompt-injection-on-x-triggers-bankrbot-to-transfer-3b-drb-from-grok-linked-base-wallet-80-of-funds-returned/',
      date: '2026-05',
    },
  ],
  related: ['runaway-loop', 'approval-fatigue', 'tool-result-injection'],
}
