// An emergency stop on a server on stdio: its programs end where they run, and its connector stays.
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { liftStop, setStop } from '#lib/stops/index.ts'
import { startConnector, stdioTenant, untilGone } from '../testing/connector.ts'
import { connect, type Harness } from '../testing/harness.ts'
import { makerOf, otherGrant, startPeopled } from '../testing/people.ts'

const SERVER = resolve('gateway/testing/stdio-server.mjs')
// For a machine that is busy.
const SOON = { timeout: 20_000 }
const WHY = 'Its package was taken over.'

let harness: Harness
beforeAll(async () => {
  harness = await startPeopled({
    hopTimes: { leaseMs: 2_000, renewMs: 100 },
    connectorTimes: { watchMs: 100, stopCheckMs: 50 },
  })
})
afterAll(() => harness.close())

it('ends the children of what it covers, what they started, and no others; then clients begin again', async () => {
  const tenant = await stdioTenant(harness)
  const other = await otherGrant(harness, tenant)
  const connector = startConnector(tenant, harness.origin, [process.execPath, SERVER])
  await connector.until(/Connected to/)
  const own = await connect('SDK v1', harness.url(tenant), tenant.token)
  const theirs = await connect('SDK v1', harness.url(tenant), other.token)
  const said = async (from: typeof own, name: string) =>
    (await from.callTool({ name, arguments: {} })).content[0]?.text ?? ''
  const [pid, offspring, staying] = [
    Number(await said(own, 'whoami')),
    Number(await said(own, 'offspring')),
    await said(theirs, 'whoami'),
  ]
  const hanging = own.callTool({ name: 'hang', arguments: {} }).catch((error: Error) => error.message)
  await vi.waitFor(async () => expect((await harness.records(tenant)).at(-1)?.tool).toBe('hang'), SOON)

  const { id } = await setStop(
    makerOf(tenant),
    { scope: 'grant', id: tenant.grantId },
    { reason: WHY, endsAt: null },
  )
  expect(await hanging).toMatch(/ended this request while it was under way.*Its package was taken over\./)
  await untilGone([pid, offspring])
  expect(await said(theirs, 'whoami')).toBe(staying)
  await vi.waitFor(async () => {
    const hung = (await harness.records(tenant)).find(({ tool }) => tool === 'hang')
    expect(hung).toMatchObject({ decision: 'allow', outcome: 'stopped' })
  }, SOON)
  expect(connector.process.exitCode).toBeNull()

  await liftStop(makerOf(tenant), id)
  const again = await connect('SDK v1', harness.url(tenant), tenant.token)
  expect(Number(await said(again, 'whoami'))).toBeGreaterThan(1)
  await setStop(makerOf(tenant), { scope: 'server', id: tenant.serverId }, { reason: WHY, endsAt: null })
  await untilGone([Number(staying)])
  for (const client of [own, theirs, again]) await client.close()
  await connector.kill('SIGTERM')
}, 60_000)
