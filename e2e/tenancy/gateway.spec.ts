// The gateway: another organisation's servers and tokens are answered exactly as those that nobody has.
import { CALL, exchange, INITIALIZE, LIST } from '../wire.ts'
import { missingIds } from './organisation.ts'
import { expect, expectUntouched, origin, test } from './tenants.ts'

for (const [what, sent] of [
  ['initialize', { message: INITIALIZE }],
  ['tools/list', { message: LIST }],
  ['tools/call', { message: CALL }],
  ['GET', { method: 'GET' }],
  ['DELETE', { method: 'DELETE' }],
] as const) {
  test(`${what} tells nothing of another organisation's servers and grants [D1]`, async ({
    tenants: { mine, theirs },
  }) => {
    const [own, foreign, missing] = [mine.ids, theirs.ids, missingIds(mine.ids)].map(({ server }) => server)
    const ask = async (path: string, token?: string) => {
      const { status, text, headers } = await exchange(`${origin()}/mcp/${path}`, {
        ...sent,
        ...(token !== undefined && { token }),
      })
      return { status, text, authenticate: headers.get('www-authenticate') }
    }
    const unknownServer = await ask(`${missing}/`, mine.token)
    expect(unknownServer.status).toBe(404)
    expect(await ask(`${foreign}/`, mine.token)).toEqual(unknownServer)
    expect(await ask(`${own}/`, theirs.token)).toEqual(unknownServer)

    const unknownToken = await ask(`${own}/`, mine.deadToken)
    expect(unknownToken).toMatchObject({ status: 401, authenticate: 'Bearer' })
    for (const server of [own, foreign, missing]) {
      expect(await ask(`${server}/`, theirs.deadToken)).toEqual(unknownToken)
      // The URL form is off for both grants, so a live token in it is an unknown one.
      for (const token of [mine.token, theirs.token, theirs.deadToken])
        expect(await ask(`t/${token}/${server}/`)).toEqual(unknownToken)
    }
  })
}

test('the URL form of an own grant does not reach another organisation’s server', async ({
  tenants: { mine, theirs },
}) => {
  await mine.api('POST', `/grants/${mine.ids.grant}/url`, { enabled: true })
  const ask = (server: string) => exchange(`${origin()}/mcp/t/${mine.token}/${server}/`, { message: LIST })
  const missing = await ask(missingIds(mine.ids).server)
  const foreign = await ask(theirs.ids.server)
  expect([foreign.status, foreign.text]).toEqual([404, missing.text])
  await mine.api('POST', `/grants/${mine.ids.grant}/url`, { enabled: false })
})

test('nothing of the other organisation was changed by it', ({ tenants }) => expectUntouched(tenants.theirs))
