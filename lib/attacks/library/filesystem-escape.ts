import type { Attack } from '../attack.ts'

export const filesystemEscape: Attack = {
  slug: 'filesystem-escape',
  title: 'Out of the allowed folder',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-07-02',
  ids: ['CVE-2025-53109', 'CVE-2025-53110'],
  summary:
    'The reference file server compared paths by their first letters and followed links. A folder whose name begins like the allowed one, or a link inside it, led to any file of the machine.',
  steps: [
    'The server is told to stay in one folder.',
    'The agent is led to ask for a sibling that shares the beginning of the name, or to go through a link.',
    'The check by prefix says yes.',
    'Reading gives away secrets; writing into a start-up file becomes code.',
  ],
  abuses: {
    tools: 'Tools that read, write, move or list files at a path the agent gives.',
    traits: [['names-local-path']],
    seek: [{ q: 'read file' }, { q: 'write file' }, { q: 'directory' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The path must lie within the folder, compared segment by segment and at every stage of decoding; a relative path, “..” or a control character is refused.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        read_file: {
          require: [
            {
              conditions: [{ path: 'args.path', op: 'within', value: '/srv/project' }],
              on_deny: 'Only files in /srv/project.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'A sibling with the same beginning',
      calls: { tool: 'read_file', arguments: { path: '/srv/project-secrets/key.pem' } },
      verdict: { effect: 'deny', rule: '/tools/read_file/require/0' },
    },
    benign: {
      title: 'A file of the project',
      calls: { tool: 'read_file', arguments: { path: '/srv/project/src/index.ts' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Links. The gateway sees the name of a path, not where the file system leads it; the server has to resolve that.',
  ],
  sources: [
    {
      title: 'GHSA-q66q-fx2p-7w4m',
      publisher: 'Model Context Protocol servers',
      url: 'https://github.com/modelcontextprotocol/servers/security/advisories/GHSA-q66q-fx2p-7w4m',
      date: '2025-07-02',
    },
  ],
  related: ['git-server-any-path', 'atlassian-attachment-write', 'github-path-escape'],
}
