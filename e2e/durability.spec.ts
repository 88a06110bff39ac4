// What was acknowledged outlives kill -9 of everything at once; Ctrl-C stops everything and leaves nothing
// behind; what cannot start says why. On instances of this file's own, started as people start them.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../scripts/postgres.mjs'
import { startLiveTap } from '../testing/livetap/index.ts'
import { type Agent, agentV2 } from './agents.ts'
import { test as base, expect, newAccount, signUp } from './fixtures.ts'
import { type Api, createUser, managementApi } from './management.ts'
import { isAlive, postmasterOf, type Running, refusedInstance, startInstance } from './running.ts'

const LIMIT = 60
const POLICY = `{"version":"1","default":"deny","tools":{"create_connection":{"limits":[{"counter":"all","window":"month","max":${LIMIT}}]}}}`
const STARTING_MS = 120_000

const test = base.extend<{ folder: string }>({
  folder: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-durability-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
})

test('everything acknowledged is there after kill -9 of all programs and the database, and after Ctrl-C', async ({
  folder,
  browser,
}) => {
  test.setTimeout(3 * STARTING_MS)
  const liveTap = await startLiveTap()
  const port = await freePort()
  let instance = await startInstance({ folder, port })
  const context = await browser.newContext({ baseURL: instance.url })
  const page = await context.newPage()
  const account = newAccount()
  await signUp(page, account)
  const api = managementApi(instance.url, await createUser(folder, account))
  const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'P', document: POLICY })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = (await api('POST', '/grants', { label: 'Agent', servers })).body
  const agent = await agentV2(grant.gatewayUrl, grant.token)

  let acknowledged = 0
  await test.step('killed in the middle of calls', async () => {
    const callers = Array.from({ length: 4 }, async () => {
      for (;;) {
        const answer = await agent.call('create_connection', { type: 'webhook' }).catch(() => null)
        if (answer === null || answer.isError) return
        acknowledged += 1
      }
    })
    await expect.poll(() => acknowledged, { intervals: [5] }).toBeGreaterThan(LIMIT / 4)
    await killEverything(instance)
    await Promise.all(callers)
    expect(acknowledged).toBeLessThan(LIMIT)
  })

  await test.step('the next instance finds all of it, and the limit goes on where it was', async () => {
    instance = await startInstance({ folder, port })
    await expectAllThere(api, { server: server.id, policy: policy.id, grant: grant.id })
    expect(await recorded(api)).toBeGreaterThanOrEqual(acknowledged)
    // The very client that was cut off goes on; it asks until the limit is reached.
    let last = await next(agent)
    while (!last.isError) {
      acknowledged += 1
      last = await next(agent)
    }
    expect(last.text).toMatch(/^\[POLICY DENIED\] /)
    // Each of the sixty was recorded when it was admitted, and none was given out twice.
    expect(await recorded(api)).toBe(LIMIT)
    expect(acknowledged).toBeLessThanOrEqual(liveTap.calls())
    expect(liveTap.calls()).toBeLessThanOrEqual(LIMIT)
    // The person who was signed in still is.
    await page.goto('/overview')
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  })

  await test.step('Ctrl-C ends every program, frees the port and leaves the database closed', async () => {
    const programs = instance.programs()
    expect(programs).toContain(postmasterOf(folder))
    expect(programs.length).toBeGreaterThan(4)
    await instance.interrupt()
    expect(instance.said()).toContain('Stopping')
    expect(instance.said()).not.toMatch(/^ {4}at |\bError:/m)
    expect(programs.filter(isAlive)).toEqual([])
    expect(postmasterOf(folder)).toBeNull()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
    await expectFree(port)
  })

  await test.step('a second start finds the data again', async () => {
    instance = await startInstance({ folder, port })
    await expectAllThere(api, { server: server.id, policy: policy.id, grant: grant.id })
    expect((await next(agent)).text).toMatch(/^\[POLICY DENIED\] /)
    await instance.interrupt()
  })
  await context.close()
  await liveTap.close()
})

test.describe('what cannot start says why, in a sentence, and ends with a code that is not 0', () => {
  test('a port that is taken', async ({ folder }) => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await expectRefusal({ folder, port }, [`Port ${port} is already taken`, `PORT=${port + 1} npm start`])
    other.close()
  })

  test('a folder that cannot be written', async ({ folder }) => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    await expectRefusal({ folder: file }, [
      `${file} cannot be written`,
      'there is a file of that name',
      'DATA_DIR=',
    ])
  })

  test('a database that does not answer, without its password', async ({ folder }) => {
    const env = {
      DATABASE_URL: 'postgresql://app:hunter2@127.0.0.1:1/portcullis',
      SECRET_KEY: randomBytes(48).toString('base64url'),
    }
    const output = await expectRefusal({ folder, env }, [
      '127.0.0.1:1',
      'nothing listens there',
      'DATABASE_URL',
    ])
    expect(output).not.toContain('hunter2')
  })

  test('settings that are wrong, all of them at once', async ({ folder }) => {
    const env = { SIGN_UP: 'everybody', ALLOW_PRIVATE_UPSTREAMS: 'maybe', SECRET_KEY: 'short' }
    await expectRefusal({ folder, env }, Object.keys(env))
  })

  test('a data folder that another instance owns', async () => {
    const owned = process.env.E2E_DATA_DIR ?? ''
    await expectRefusal({ folder: owned }, ['Portcullis is already running', owned])
  })
})

async function killEverything(instance: Running): Promise<void> {
  const programs = instance.programs()
  const postmaster = postmasterOf(instance.folder)
  expect(programs).toContain(postmaster)
  await instance.kill()
  expect(programs.filter(isAlive)).toEqual([])
}

async function expectAllThere(api: Api, ids: { server: string; policy: string; grant: string }) {
  expect((await api('GET', '/servers')).body.items).toMatchObject([{ id: ids.server, tools: 13 }])
  expect((await api('GET', `/policies/${ids.policy}`)).body).toMatchObject({ version: 1, source: POLICY })
  expect((await api('GET', `/grants/${ids.grant}`)).body).toMatchObject({ label: 'Agent', revokedAt: null })
}

/** A call of an agent whose connection may just have been cut: it may have to ask twice. */
async function next(agent: Agent) {
  const ask = () => agent.call('create_connection', { type: 'webhook' })
  return ask().catch(ask)
}

/** How many allowed calls are on record. */
async function recorded(api: Api): Promise<number> {
  let count = 0
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, nextCursor }: { items: unknown[]; nextCursor: string | null } = (
      await api('GET', `/calls?decision=allow${cursor && `&cursor=${cursor}`}`)
    ).body
    count += items.length
    cursor = nextCursor
  }
  return count
}

function expectFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

async function expectRefusal(settings: Parameters<typeof refusedInstance>[0], sentences: readonly string[]) {
  const { code, output } = await refusedInstance(settings)
  expect(code).not.toBe(0)
  for (const sentence of sentences) expect(output).toContain(sentence)
  expect(output).not.toMatch(/^ {4}at |\bError:/m)
  return output
}
