import type { Attack } from '../attack.ts'

export const pocketosVolumeDeletion: Attack = {
  slug: 'pocketos-volume-deletion',
  title: 'PocketOS: production and its backups gone in nine seconds',
  class: 'destruction',
  kind: 'incident',
  date: '2026-04-24',
  ids: [],
  summary:
    'A coding agent with a task in staging found a far too powerful token in an unrelated file and deleted a storage volume with it. It held production, and the backups lay inside. Sources disagree on details; the outage lasted about thirty hours, and the data was later recovered.',
  steps: [
    'The agent met a mismatch of credentials in the staging environment.',
    'It searched the files for a token and found one that was made for managing domains.',
    'The token opened the whole interface of the hosting provider.',
    'One request deleted the volume, without a second question.',
  ],
  abuses: {
    tools: 'Tools that delete volumes, databases, buckets, clusters, projects or environments.',
    traits: [['deletes']],
    about: [
      'volume',
      'volumes',
      'bucket',
      'buckets',
      'cluster',
      'clusters',
      'namespace',
      'environment',
      'environments',
      'backup',
      'backups',
      'instance',
      'instances',
      'deployment',
      'database',
      'databases',
      'project',
      'projects',
    ],
    seek: [
      { q: 'delete project' },
      { q: 'delete environment' },
      { q: 'delete instance' },
      { q: 'delete volume' },
    ],
  },
  defence: {
    coverage: 'stops',
    does: 'Deleting is hidden, and the grant reaches one environment only. The provider’s token lies sealed in the gateway, where no agent finds it.',
    document: {
      version: '1',
      default: 'deny',
      hide: ['volume_delete'],
      all_tools: {
        require: [
          {
            conditions: [{ path: 'args.environment', op: 'eq', value: 'staging' }],
            on_deny: 'This grant is for staging.',
          },
        ],
      },
      tools: { service_restart: {}, variables_set: {} },
    },
    attack: {
      title: 'The volume is to go',
      calls: { tool: 'volume_delete', arguments: { environment: 'staging', volumeId: 'vol_3d2c' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'A restart in staging',
      calls: { tool: 'service_restart', arguments: { environment: 'staging', service: 'api' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: [
    'A request that the agent makes with a token it found, past the gateway. That is what happened here: keep such tokens out of reach.',
  ],
  sources: [
    {
      title: 'A Cursor AI agent deleted a production database in 9 seconds',
      publisher: 'devtoolpicks on DEV',
      url: 'https://dev.to/devtoolpicks/a-cursor-ai-agent-just-deleted-a-production-database-in-9-seconds-what-indie-hackers-need-to-know-59bb',
      date: '2026-04',
    },
    {
      title: 'PocketOS, Cursor and Railway: a recovery case study',
      publisher: 'Respawn',
      url: 'https://respawnit.com/blog/pocketos-cursor-railway-incident-recovery-case-study',
      date: null,
    },
    {
      title: 'Report that the data was recovered',
      publisher: 'Kubpoint',
      url: 'https://kubpoint.com/?p=4818',
      date: '2026-04-28',
    },
  ],
  related: ['destructive-autonomy', 'replit-database-deletion', 'plain-text-credentials'],
}
