// The official conformance suite, direct and through a real gateway: no check may tell the two apart.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '#gateway/testing/harness.ts'
import { seedTenant } from '#lib/data/admission/testing/tenant.ts'
import { readTools } from '#lib/upstream/index.ts'
import { foreignVersion } from '../foreign/index.ts'
import { compareFindings, type Exception, judge, tell } from './compare.ts'
import { countStatus, runSuite } from './run.ts'
import { type ConformanceServer, startConformanceServer } from './server/server.ts'
import { SUITES } from './suites.ts'

const EXCEPTIONS = JSON.parse(
  readFileSync(new URL('exceptions.json', import.meta.url), 'utf8'),
) as Exception[]
const EVERYTHING = [
  'resources',
  'prompts',
  'completion',
  'logging',
  'tasks',
  'sampling',
  'elicitation',
  'roots',
]
const policy = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(EVERYTHING.map((group) => [group, 'allow'])),
}

let gate: Harness
let servers: ConformanceServer[]
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

/** The address of a server behind the gateway, with everything allowed and the token in the path. */
async function through(server: ConformanceServer): Promise<string> {
  const { tools } = await readTools({ url: server.url, headers: {}, allowPrivate: true })
  const definitions = tools.map((tool) => JSON.parse(tool.definition))
  const tenant = await seedTenant(gate.pool, {
    url: server.url,
    tools: definitions,
    policy,
    urlEnabled: true,
  })
  return `${gate.origin}/mcp/t/${tenant.token}/${tenant.serverId}`
}

describe.each(SUITES)('the conformance suite $name', (suite) => {
  it('is the version that is named', () => {
    const { installed, wanted } = foreignVersion(suite.program)
    expect(installed).toBe(wanted)
    expect(suite.name.startsWith(wanted)).toBe(true)
  })

  it('finds the same through the gateway as directly', async () => {
    // A server for each run: what one run triggers is not told to the other.
    servers = [await startConformanceServer(), await startConformanceServer()]
    const [own, behind] = servers as [ConformanceServer, ConformanceServer]
    try {
      const [direct, gated] = await Promise.all([
        runSuite(suite, own.url),
        runSuite(suite, await through(behind)),
      ])
      expect(direct.size).toBeGreaterThanOrEqual(suite.leastScenarios)
      expect(countStatus(direct, 'FAILURE')).toBe(0)
      expect(countStatus(direct, 'SUCCESS')).toBeGreaterThanOrEqual(suite.leastPassed)
      const { unexpected, stale } = judge(suite.name, compareFindings(direct, gated), EXCEPTIONS)
      expect(tell(unexpected)).toBe('')
      expect(stale).toEqual([])
    } finally {
      for (const server of servers) await server.close()
    }
  }, 180_000)
})
