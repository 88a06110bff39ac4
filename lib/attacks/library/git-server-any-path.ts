import type { Attack } from '../attack.ts'

export const gitServerAnyPath: Attack = {
  slug: 'git-server-any-path',
  title: 'The git server turns any folder into a repository',
  class: 'execution',
  kind: 'vulnerability',
  date: '2025-12-17',
  ids: ['CVE-2025-68143', 'CVE-2025-68144', 'CVE-2025-68145'],
  summary:
    'A tool of the reference git server accepted every path of the machine. What had been no repository became one, and then the other tools of the server worked there. The tool was removed.',
  steps: [
    'The agent is led to initialise a repository in a folder outside the project.',
    'Reading tools of the same server now accept that folder.',
    'Its files are added and shown, or git’s own settings are used to run something.',
  ],
  abuses: {
    tools: 'Git tools that take the path of a repository from the agent.',
    traits: [['names-path']],
    about: ['git'],
    seek: [{ q: 'git' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The tool is hidden, and for the others the repository must be the one that the work is about.',
    document: {
      version: '1',
      default: 'deny',
      hide: ['git_init'],
      tools: {
        'git_*': {
          require: [
            {
              conditions: [{ path: 'args.repo_path', op: 'within', value: '/srv/project' }],
              on_deny: 'Only the repository in /srv/project.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'A repository in the home folder',
      calls: { tool: 'git_diff', arguments: { repo_path: '/home/ana', target: 'HEAD' } },
      verdict: { effect: 'deny', rule: '/tools/git_*/require/0' },
    },
    benign: {
      title: 'The difference in the project',
      calls: { tool: 'git_diff', arguments: { repo_path: '/srv/project', target: 'HEAD~1' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Hooks and settings inside the allowed repository, which git obeys.'],
  sources: [
    {
      title: 'GHSA-5cgr-j3jf-jw3v',
      publisher: 'Model Context Protocol servers',
      url: 'https://github.com/modelcontextprotocol/servers/security/advisories/GHSA-5cgr-j3jf-jw3v',
      date: '2025-12-17',
    },
  ],
  related: ['filesystem-escape', 'github-path-escape'],
}
