import type { Attack } from '../attack.ts'

export const atlassianAttachmentWrite: Attack = {
  slug: 'atlassian-attachment-write',
  title: 'A download that writes wherever it is told',
  class: 'execution',
  kind: 'vulnerability',
  date: '2026-03-10',
  ids: ['CVE-2026-27825'],
  summary:
    'A tool saves attachments of a wiki page to a path from the call, and did not keep to any folder. An attachment of the attacker’s, written to the right place, is run later.',
  steps: [
    'The attacker attaches a file to a page that the agent reads.',
    'Text on the page asks for a download to a certain path.',
    'The server writes there with its own rights.',
    'A start-up script, a key file or a scheduled job has new content.',
  ],
  abuses: {
    tools: 'Tools that save something at a path the agent gives.',
    traits: [['saves-to-path']],
    seek: [{ q: 'download' }, { q: 'screenshot' }, { q: 'export' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Downloads land in one folder that nothing is started from.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        confluence_get_page: {},
        confluence_download_attachment: {
          require: [
            {
              conditions: [{ path: 'args.download_path', op: 'within', value: '/srv/downloads' }],
              on_deny: 'Downloads go to /srv/downloads.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'The download replaces the login script',
      calls: {
        tool: 'confluence_download_attachment',
        arguments: { attachment_id: 'att991', download_path: '/srv/downloads/../../home/app/.bashrc' },
      },
      verdict: { effect: 'deny', rule: '/tools/confluence_download_attachment/require/0' },
    },
    benign: {
      title: 'A picture into the folder for downloads',
      calls: {
        tool: 'confluence_download_attachment',
        arguments: { attachment_id: 'att17', download_path: '/srv/downloads/diagram.png' },
      },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['What is in the file, and who opens it afterwards.'],
  sources: [
    {
      title: 'GHSA-xjgw-4wvw-rgm4',
      publisher: 'mcp-atlassian',
      url: 'https://github.com/sooperset/mcp-atlassian/security/advisories/GHSA-xjgw-4wvw-rgm4',
      date: '2026-03-10',
    },
  ],
  related: ['filesystem-escape', 'tool-result-injection', 'git-server-any-path'],
}
