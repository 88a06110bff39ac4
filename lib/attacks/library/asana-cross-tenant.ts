import type { Attack } from '../attack.ts'

export const asanaCrossTenant: Attack = {
  slug: 'asana-cross-tenant',
  title: 'Asana: one customer’s tasks in another’s answers',
  class: 'access-control',
  kind: 'incident',
  date: '2025-06-04',
  ids: [],
  summary:
    'A flaw in a vendor’s hosted MCP server could show tasks, projects and comments of other organisations. About a thousand customers were told, and the server was offline from the fifth to the seventeenth of June.',
  steps: [
    'A hosted server works for many customers at once.',
    'A check of which organisation a request belongs to is incomplete.',
    'An ordinary question is answered with records of somebody else.',
    'Nobody attacks; it simply happens.',
  ],
  abuses: {
    tools: 'No tool can be told: reading tools of a shared service look the same with and without the flaw.',
    traits: [],
  },
  defence: {
    coverage: 'outside',
    instead:
      'Only the vendor can mend it. What you can do is to limit what an agent asks for: a grant for one project, and few calls an hour, leave less in the wrong hands. Our own isolation is tested with every tenant’s data against every route.',
  },
  unseen: ['Which customer’s records a server returns.'],
  sources: [
    {
      title: 'Asana discloses a data exposure bug in its MCP server',
      publisher: 'UpGuard',
      url: 'https://upguard.com/blog/asana-discloses-data-exposure-bug-in-mcp-server',
      date: '2025-06',
    },
  ],
  related: ['shared-transport-leak', 'gateway-session-pool', 'smithery-build-path'],
}
