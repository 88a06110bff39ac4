import type { Attack } from '../attack.ts'

export const browserPageInjection: Attack = {
  slug: 'browser-page-injection',
  title: 'A web page steers the agent’s browser',
  class: 'agent-behaviour',
  kind: 'demonstration',
  date: '2025-08',
  ids: [],
  summary:
    'An agent with a browser was asked to summarise a page. Text hidden in the page sent it on, in the user’s signed-in session, to collect an address and a one-time password.',
  steps: [
    'The attacker hides sentences in a page or in a comment below it.',
    'The user asks the agent for a summary.',
    'The agent reads the hidden sentences as part of its task.',
    'It opens other sites where the user is signed in, reads there and posts what it read.',
  ],
  abuses: {
    tools: 'Tools that open pages, click, type or run scripts in a browser.',
    traits: [['acts-in-browser']],
    seek: [{ q: 'navigate' }, { q: 'click' }, { q: 'browser' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'The browser opens the sites of the task and no others, and nothing is typed without a person.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        browser_navigate: {
          require: [
            {
              conditions: [
                { path: 'args.url', op: 'host_in', value: ['docs.example.com', '*.wikipedia.org'] },
              ],
              on_deny: 'This task does not need that site.',
            },
          ],
        },
        browser_snapshot: {},
        browser_type: { require_approval: { reason: 'The agent wants to type into a page.' } },
      },
    },
    attack: {
      title: 'The page sends the agent to the mailbox',
      calls: { tool: 'browser_navigate', arguments: { url: 'https://mail.google.com/' } },
      verdict: { effect: 'deny', rule: '/tools/browser_navigate/require/0' },
    },
    benign: {
      title: 'The page that was asked for',
      calls: { tool: 'browser_navigate', arguments: { url: 'https://en.wikipedia.org/wiki/Portcullis' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A click on a link leads somewhere without a call that names the address.',
    'What a page says to the model, and agents that are built into a browser.',
  ],
  sources: [
    {
      title: 'BrowseSafe: prompt injection within AI browser agents',
      publisher: 'Perplexity Research',
      url: 'https://research.perplexity.ai/articles/browsesafe',
      date: '2025-12-02',
    },
    {
      title: 'Report on BrowseSafe and Brave’s finding of August 2025',
      publisher: 'Tekstremediving',
      url: 'https://tekstremediving.com/article/securing-ai-browser-agents-perplexity-s-browsesafe-to-the-rescue',
      date: null,
    },
  ],
  related: ['tool-result-injection', 'ssrf-through-fetch-tools', 'approval-fatigue'],
}
