// A server that nobody here wrote, beside another one at the address of all servers: everything that it offers is what it
// is directly, but for the names.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SeedTool, seedTenant } from '#lib/data/admission/testing/tenant.ts'
import { startEverything } from '#testing/everything.ts'
import type { RunningServer } from '#testing/loopback.ts'
import { renamed } from '../testing/differential/renamed.ts'
import { openSpeaker, SPEAKERS } from '../testing/differential/speaker.ts'
import { transcriptOf } from '../testing/differential/transcript.ts'
import { type Harness, startHarness } from '../testing/harness.ts'
import { TOOLS } from '../testing/upstream.ts'
import { addServer } from './testing/grant.ts'

const GROUPS = ['resources', 'prompts', 'completion', 'logging', 'tasks', 'sampling', 'elicitation', 'roots']
const policy = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(GROUPS.map((group) => [group, 'allow'])),
}

let gate: Harness
let everything: RunningServer
beforeAll(async () => {
  gate = await startHarness()
  everything = await startEverything()
})
afterAll(async () => {
  await everything.close()
  await gate.close()
})

describe('@modelcontextprotocol/server-everything beside another server', () => {
  it.each(SPEAKERS)(
    'answers everything as it does directly, but for the names, for a client of %s',
    async (kind) => {
      const direct = await openSpeaker(kind, everything.url)
      const { tools } = (await direct.ask('tools/list')) as { tools: SeedTool[] }
      const tenant = await seedTenant(gate.pool, {
        url: gate.upstream.url,
        policy,
        tools: TOOLS.map((tool) => ({ ...tool })),
      })
      await addServer(gate.pool, tenant, { slug: 'everything', url: everything.url, tools, policy })
      const all = await openSpeaker(kind, `${gate.origin}/mcp/`, tenant.token)
      const through = renamed(all, 'everything')
      const { greeting: expectedGreeting, ...expected } = await transcriptOf(direct)
      const { greeting, ...found } = await transcriptOf(through)
      expect(Object.keys(expected).length).toBeGreaterThan(60)
      // What is put together of several lists has the `_meta` of none.
      const list = expected['tasks/list {}'] as { result: { _meta?: unknown } }
      expect(list.result._meta).toEqual({})
      delete list.result._meta
      expect(found).toEqual(expected)
      const [capabilities, , instructions] = greeting as [object, object, string]
      const [own, , ownInstructions] = expectedGreeting as [object, object, string]
      expect(capabilities).toMatchObject(own)
      expect(instructions).toContain(ownInstructions)
      const shown = (await all.ask('tools/list')) as { tools: { name: string }[] }
      expect(shown.tools.filter(({ name }) => name.startsWith('live__'))).toHaveLength(TOOLS.length)
      await Promise.all([direct.close(), all.close()])
    },
    300_000,
  )
})
