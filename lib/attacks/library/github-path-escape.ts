import type { Attack } from '../attack.ts'

export const githubPathEscape: Attack = {
  slug: 'github-path-escape',
  title: 'Dots in a file name lead to another endpoint',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2026',
  ids: [],
  summary:
    'A report on the reference GitHub server: owner, repository and path are put together into an address without a check. Two dots in the path leave the file’s endpoint, and the server’s token works at any other.',
  steps: [
    'The tool is meant to read one file of one repository.',
    'The path holds “../” as often as it takes.',
    'The address that results belongs to another part of the interface.',
    'The server asks there with its own token, and returns the answer.',
  ],
  abuses: {
    tools: 'Tools of a code host that take the path of a file in a repository.',
    traits: [['names-path'], ['names-repository']],
    seek: [{ q: 'repository file' }, { q: 'push files' }],
  },
  defence: {
    coverage: 'stops',
    does: 'Owner and repository are fixed, and the path may hold no dots beside each other and no percent sign.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        get_file_contents: {
          require: [
            {
              conditions: [
                { path: 'args.owner', op: 'eq', value: 'example' },
                { path: 'args.repo', op: 'eq', value: 'website' },
              ],
            },
          ],
          deny_if: [
            {
              conditions: [{ path: 'args.path', op: 'regex', value: '\\.\\.|%|\\\\|^/' }],
              on_deny: 'A plain path inside the repository.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'A path that climbs out',
      calls: {
        tool: 'get_file_contents',
        arguments: { owner: 'example', repo: 'website', path: '../../../../user/keys' },
      },
      verdict: { effect: 'deny', rule: '/tools/get_file_contents/deny_if/0' },
    },
    benign: {
      title: 'The read-me',
      calls: {
        tool: 'get_file_contents',
        arguments: { owner: 'example', repo: 'website', path: 'docs/README.md' },
      },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Other arguments that end up in the address, unless your rules name them.'],
  sources: [
    {
      title: 'Reports on path traversal and SSRF',
      publisher: 'Model Context Protocol servers, issue 4492',
      url: 'https://github.com/modelcontextprotocol/servers/issues/4492',
      date: null,
    },
  ],
  related: ['filesystem-escape', 'github-private-repositories', 'ssrf-through-fetch-tools'],
}
