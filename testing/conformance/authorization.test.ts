// The official suite's scenarios for authorization servers, against the one that clients sign in at. A person allows its client
// as gateway/oauth/testing has it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allow, begin, openBrowser } from '#gateway/oauth/testing/browser.ts'
import { startSigningIn } from '#gateway/oauth/testing/gate.ts'
import { register } from '#gateway/oauth/testing/sign-in.ts'
import type { Harness } from '#gateway/testing/harness.ts'
import { makerOf } from '#gateway/testing/people.ts'
import { oauthUrl } from '#lib/urls.ts'
import { freePort } from '../../scripts/postgres.mjs'
import { countStatus, runAuthorization } from './run.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startSigningIn()
})
afterAll(() => gate.close())

it.each([
  ['2025-06-18', 2],
  ['2025-11-25', 3],
  ['2026-07-28', 3],
])(
  'passes every authorization scenario of %s',
  async (version, passed) => {
    const tenant = await gate.tenant()
    const port = await freePort()
    const redirect = `http://127.0.0.1:${port}/callback`
    const client = await register(gate.origin, { client_name: 'Conformance', redirect_uris: [redirect] })
    const found = await runAuthorization(
      {
        issuer: `${gate.origin}/oauth`,
        clientId: String(client.body.client_id),
        resource: oauthUrl(gate.origin, tenant.serverId),
        port,
        version,
      },
      async (authorizationUrl) => {
        const browser = openBrowser()
        const requestId = await begin(browser, authorizationUrl)
        const { redirect: back } = await allow(browser, gate.origin, requestId, makerOf(tenant), {
          policyId: tenant.policyId,
        })
        await fetch(back)
      },
    )
    const failed = [...found.values()]
      .flat()
      .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    expect(failed).toEqual([])
    expect([...found.keys()].sort()).toEqual([
      'authorization-code-grant',
      'authorization-server-metadata-endpoint',
    ])
    expect(countStatus(found, 'SUCCESS')).toBe(passed)
  },
  180_000,
)
