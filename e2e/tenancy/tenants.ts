// Two organisations on one installation, made once for all tests of tenancy.
import { test as base, expect, origin } from '../fixtures.ts'
import { newOrganisation, type Organisation } from './organisation.ts'

export type Tenants = { readonly mine: Organisation; readonly theirs: Organisation }

export const test = base.extend<object, { tenants: Tenants }>({
  tenants: [
    async ({ browser, liveTap }, use) => {
      const mine = await newOrganisation(browser, origin(), liveTap.url)
      const theirs = await newOrganisation(browser, origin(), liveTap.url)
      await use({ mine, theirs })
      for (const { context } of [mine, theirs]) await context.close()
    },
    { scope: 'worker' },
  ],
})
export { expect, origin }

/** Its audit and its calls hold what making it left there, and nothing since. */
export async function expectUntouched({ api }: Organisation): Promise<void> {
  const { items } = (await api('GET', '/audit')).body
  expect(items.map((event: { action: string }) => event.action)).toEqual([
    'grant.stop_lifted',
    'grant.stopped',
    'member.invited',
    'channel.tested',
    'channel.created',
    'grant.created',
    'policy.published',
    'grant.rotated',
    'grant.created',
    'policy.proposed',
    'policy.shadowed',
    'policy.published',
    'policy.published',
    'server.registered',
    'api_key.created',
    'organisation.created',
  ])
  // One that passed, and one that waits for a person.
  expect((await api('GET', '/calls')).body.items).toHaveLength(2)
}
