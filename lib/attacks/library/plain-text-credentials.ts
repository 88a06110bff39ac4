import type { Attack } from '../attack.ts'

export const plainTextCredentials: Attack = {
  slug: 'plain-text-credentials',
  title: 'Credentials in configuration files and arguments',
  class: 'access-control',
  kind: 'pattern',
  date: '2025-04-30',
  ids: [],
  summary:
    'Many servers keep long-lived keys in files that every program of the user may read, or take passwords as ordinary arguments, which then stand in the conversation and in every log on the way.',
  steps: [
    'A setup guide says to paste the key into a client’s configuration.',
    'The file is readable for all programs of the account, and often lands in a backup or a repository.',
    'Any local program, or an agent that is told to, reads it.',
    'The key works from anywhere, until somebody changes it.',
  ],
  abuses: {
    tools: 'Tools that take a password, a key or a token as an argument.',
    traits: [['carries-secret']],
    seek: [{ q: 'password' }, { q: 'secret' }, { q: 'create connection' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The gateway holds the server’s credential, sealed, and the agent holds a grant that can be revoked. A call that carries a password of its own is refused.',
    document: {
      version: '1',
      default: 'deny',
      tools: {
        create_connection: {
          deny_if: [
            {
              conditions: [
                {
                  any_of: [
                    { path: 'args.password', op: 'exists', value: true },
                    { path: 'args.token', op: 'exists', value: true },
                  ],
                },
              ],
              on_deny: 'Use a stored connection. Secrets do not belong in arguments.',
            },
          ],
        },
      },
    },
    attack: {
      title: 'A broker’s password in the call',
      calls: {
        tool: 'create_connection',
        arguments: { type: 'mqtt', broker: 'broker.example.com', username: 'ops', password: 'hunter2' },
      },
      verdict: { effect: 'deny', rule: '/tools/create_connection/deny_if/0' },
    },
    benign: {
      title: 'A connection without one',
      calls: { tool: 'create_connection', arguments: { type: 'mqtt', broker: 'test.mosquitto.org' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'Files on the user’s machine. The gateway helps only with keys that moved into it.',
    'A secret in an argument with a harmless name.',
  ],
  sources: [
    {
      title: 'Insecure credential storage plagues MCP',
      publisher: 'Trail of Bits',
      url: 'https://blog.trailofbits.com/2025/04/30/insecure-credential-storage-plagues-mcp/',
      date: '2025-04-30',
    },
  ],
  related: ['pocketos-volume-deletion', 'sandworm-mode-worm', 'smithery-build-path'],
}
