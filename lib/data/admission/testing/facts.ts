import type { Facts } from '../facts.ts'

/** Facts of one call, as if read; `of` changes who made it and where it went. */
export function factsOf(
  of: { organisation?: string; grant?: string; user?: string; server?: string } = {},
): Facts {
  const { organisation = 'org_a', grant = 'grt_a', user = 'usr_a', server = 'srv_a' } = of
  return {
    organisationId: organisation,
    tokenDigest: 'f'.repeat(64),
    state: 'live',
    grant: { id: grant, label: 'agent', tags: [], revision: 1, urlEnabled: false },
    user: { id: user, email: 'ann@example.com' },
    server: {
      id: server,
      url: 'https://x.test',
      transport: 'http',
      sealedHeaders: null,
      oauth: null,
      revision: 1,
      recording: null,
    },
    stop: null,
    policyVersionId: 'ver_a',
    baselineVersionId: null,
    tool: null,
    at: 0,
  }
}
