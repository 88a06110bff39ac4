// A server that nobody here wrote, registered as the product would and used by a client through the gateway.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SeedTool, seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { readTools } from '#lib/upstream/index.ts'
import { startEverything } from '#testing/everything.ts'
import type { RunningServer } from '#testing/loopback.ts'
import { openSpeaker, SPEAKERS } from './testing/differential/speaker.ts'
import { transcriptOf } from './testing/differential/transcript.ts'
import { CLIENTS, connect, type Harness, startHarness } from './testing/harness.ts'

const GROUPS = ['resources', 'prompts', 'completion', 'logging', 'tasks', 'sampling', 'elicitation', 'roots']
const ALL = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(GROUPS.map((group) => [group, 'allow'])),
}

let gate: Harness
let everything: RunningServer
let tenant: Tenant
beforeAll(async () => {
  gate = await startHarness()
  everything = await startEverything()
  const list = await readTools({ url: everything.url, headers: {}, allowPrivate: true })
  const tools = list.tools.map((tool) => JSON.parse(tool.definition))
  const policy = { version: '1', default: 'allow', hide: ['get-env'] }
  tenant = await seedTenant(gate.pool, { url: everything.url, tools, policy })
})
afterAll(async () => {
  await everything.close()
  await gate.close()
})

describe('@modelcontextprotocol/server-everything', () => {
  it.each(CLIENTS.filter((kind) => kind !== 'SDK v2, modern'))(
    'through the gateway, for a client of %s, is itself but for what is hidden',
    async (kind) => {
      const direct = await connect(kind, everything.url, 'none')
      const client = await connect(kind, gate.url(tenant), tenant.token)
      const shown = (await client.listTools()).tools
      expect(shown).toEqual((await direct.listTools()).tools.filter((tool) => tool.name !== 'get-env'))
      const call = { name: 'get-sum', arguments: { a: 2, b: 40 } }
      expect(await client.callTool(call)).toEqual(await direct.callTool(call))
      await expect(client.callTool({ name: 'get-env' })).rejects.toMatchObject({ code: -32602 })
      const progress: number[] = []
      await client.callTool(
        { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 2 } },
        (step) => progress.push(step),
      )
      expect(progress.length).toBeGreaterThanOrEqual(2)
      await Promise.all([client.close(), direct.close()])
    },
  )

  it.each(SPEAKERS)(
    'through the gateway, for a client of %s, answers everything that it offers as it does directly',
    async (kind) => {
      const direct = await openSpeaker(kind, everything.url)
      const { tools } = (await direct.ask('tools/list')) as { tools: SeedTool[] }
      const open = await seedTenant(gate.pool, { url: everything.url, tools, policy: ALL })
      const through = await openSpeaker(kind, gate.url(open), open.token)
      const expected = await transcriptOf(direct)
      expect(Object.keys(expected).length).toBeGreaterThan(60)
      expect(await transcriptOf(through)).toEqual(expected)
      await Promise.all([direct.close(), through.close()])
    },
    120_000,
  )
})
