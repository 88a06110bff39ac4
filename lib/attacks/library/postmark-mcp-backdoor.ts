import type { Attack } from '../attack.ts'

export const postmarkMcpBackdoor: Attack = {
  slug: 'postmark-mcp-backdoor',
  title: 'postmark-mcp: a copy of every mail',
  class: 'supply-chain',
  kind: 'incident',
  date: '2025-09-17',
  ids: [],
  summary:
    'A package that looked like the mail vendor’s own published honest versions, then one that added a hidden copy to each mail it sent. It was not made by the vendor. It had been downloaded 1,643 times.',
  steps: [
    'A stranger publishes a package under a name people expect.',
    'Version after version works, and trust grows.',
    'One release adds a single line: another recipient, in the blind copy.',
    'Every mail the agent sends is read by the author of the package.',
  ],
  abuses: {
    tools: 'Tools that send mail: the copy is added behind them.',
    traits: [['names-recipient'], ['sends-text']],
    about: ['email', 'emails', 'mail', 'mails', 'postmark', 'smtp', 'sendgrid', 'mailgun', 'resend', 'gmail'],
    seek: [{ q: 'send email' }, { q: 'mail' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'The number of mails a day is bounded, so that a backdoor gets a few and not the archive. The copy itself cannot be seen from outside.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        sendEmail: {
          require: [
            {
              conditions: [
                { path: 'args.bcc', op: 'exists', value: false },
                { path: 'args.cc', op: 'exists', value: false },
              ],
              on_deny: 'No copies.',
            },
          ],
          limits: [{ counter: 'mails', window: 'day', max: 50, scope: 'grant' }],
        },
      },
    },
    attack: {
      title: 'The fifty-first mail of the day',
      calls: { tool: 'sendEmail', arguments: { to: 'ana@example.com', subject: 'Invoice', textBody: '…' } },
      before: 50,
      verdict: { effect: 'deny', rule: '/tools/sendEmail/limits/mails' },
    },
    benign: {
      title: 'One of the first fifty',
      calls: { tool: 'sendEmail', arguments: { to: 'ana@example.com', subject: 'Invoice', textBody: '…' } },
      before: 10,
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'What happens inside the server. The call on the wire was honest; the copy was added after it.',
    'A new version with unchanged definitions.',
  ],
  sources: [
    {
      title: 'postmark-mcp: malicious npm package, email theft',
      publisher: 'Koi Security',
      url: 'https://koi.security/blog/postmark-mcp-npm-malicious-backdoor-email-theft',
      date: '2025-09-25',
    },
    {
      title: 'Information regarding the malicious Postmark MCP package',
      publisher: 'Postmark',
      url: 'https://postmarkapp.com/blog/information-regarding-malicious-postmark-mcp-package',
      date: '2025-09',
    },
  ],
  related: ['mcp-runcommand-backdoor', 'sandworm-mode-worm', 'rug-pull'],
}
