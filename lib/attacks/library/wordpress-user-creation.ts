import type { Attack } from '../attack.ts'

export const wordpressUserCreation: Attack = {
  slug: 'wordpress-user-creation',
  title: 'Subscribers become administrators',
  class: 'access-control',
  kind: 'vulnerability',
  date: '2025-06-19',
  ids: ['CVE-2025-5071'],
  summary:
    'A plugin opened a site’s whole MCP surface to anybody with the smallest account, since one check of rights was missing. Among the tools was one that creates users.',
  steps: [
    'The attacker registers as a subscriber, as many sites allow.',
    'The plugin asks whether somebody is signed in, and not who.',
    'A tool creates a user with the role of an administrator.',
    'The attacker signs in with it.',
  ],
  abuses: {
    tools: 'Tools that create users or change what they may do.',
    traits: [['gives-access']],
    about: ['user', 'users', 'member', 'members', 'role', 'roles', 'permission', 'permissions', 'account'],
    seek: [{ q: 'create user' }, { q: 'roles', category: 'Write' }, { q: 'permissions', category: 'Write' }],
  },
  defence: {
    coverage: 'narrows',
    does: 'For agents behind the gateway, tools that make users are hidden and the rest works.',
    document: {
      version: '1',
      default: 'deny',
      hide: ['wp_create_user', 'wp_update_user', 'wp_delete_user'],
      tools: { wp_get_posts: {}, wp_create_post: { require_approval: { reason: 'A post is public.' } } },
    },
    attack: {
      title: 'A new administrator',
      calls: { tool: 'wp_create_user', arguments: { user_login: 'support2', role: 'administrator' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'Reading posts',
      calls: { tool: 'wp_get_posts', arguments: { search: 'opening hours' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['The flaw itself: the attacker speaks to the site, past every gateway. Update the plugin.'],
  sources: [
    {
      title: 'CVE-2025-5071',
      publisher: 'National Vulnerability Database',
      url: 'https://nvd.nist.gov/vuln/detail/CVE-2025-5071',
      date: '2025-06-19',
    },
  ],
  related: ['heroku-ownership-transfer', 'nginx-ui-open-endpoint', 'list-only-filter'],
}
