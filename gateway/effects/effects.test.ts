// A change that a person was told is saved holds for every call that starts afterwards, on every replica
// and in the middle of a load. Three gateways as they run in production, the product's own functions, a
// real database; what counts is what arrives at the upstream.
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import type { Member } from '#lib/data/model.ts'
import { createGrant, revokeGrant, rotateGrant, updateGrant } from '#lib/grants/index.ts'
import { publishPolicy, rollbackPolicy } from '#lib/policies/index.ts'
import {
  acceptTools,
  listTools,
  refreshServer,
  registerServer,
  rejectTools,
  updateServer,
} from '#lib/servers/index.ts'
import { liftStop, setStop } from '#lib/stops/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { streamOf } from '../testing/hand-client.ts'
import { modernMessage } from '../testing/harness.ts'
import {
  arrived,
  callTool,
  type Load,
  type Replicas,
  type SentCall,
  startLoad,
  startReplicas,
} from '../testing/replicas.ts'
import { type Recorded, startUpstream, type TestUpstream, TOOLS } from '../testing/upstream.ts'

// Calls on each replica before a change and after it.
const ENOUGH = 25

// Three replicas, their load and the database share what is often two cores.
vi.setConfig({ testTimeout: 180_000 })

let instance: Instance
let replicas: Replicas
let upstream: TestUpstream
let other: TestUpstream
let owner: Member
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream()
  other = await startUpstream()
  owner = await newOwner()
  replicas = await startReplicas(3)
}, 120_000)
afterAll(async () => {
  await replicas.close()
  await upstream.close()
  await other.close()
  await instance.close()
}, 60_000)
beforeEach(() => {
  for (const each of [upstream, other]) {
    each.tools = TOOLS
    each.seen.length = 0
    // The server's own words cost more than ours; the gateways are what is loaded here.
    each.script = (recorded, response) => recorded.body.includes('"load-') && answerMarked(recorded, response)
  }
})

const STOP = { reason: 'The agent was taken over.', endsAt: null }
const ALLOW = '{"version":"1","default":"allow"}'
const DENY = '{"version":"1","default":"deny"}'

describe('under load on three replicas, no call that starts after it was saved escapes', () => {
  it('[D] the revocation of its grant', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const [late] = await changed(load, () => revokeGrant(owner, desk.grantId))
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(new Set(late.map((call) => call.status))).toEqual(new Set([401]))
  })

  it('the rotation of its token, while the new one works at once everywhere', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const [late] = await changed(load, async () => {
      const { token } = await rotateGrant(owner, desk.grantId)
      const first = await Promise.all(
        replicas.origins.map((origin) =>
          callTool(origin, { ...desk, token, tool: 'echo', mark: 'load-rotated' }),
        ),
      )
      expect(first.map((answer) => answer.status)).toEqual([200, 200, 200])
    })
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(new Set(late.map((call) => call.status))).toEqual(new Set([401]))
  })

  it('a published version, nor a version that was rolled back to', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const [denied, allowed, deniedAgain] = await changed(
      load,
      () => publishPolicy(owner, { ...desk, document: DENY, baseVersion: 1 }),
      () => rollbackPolicy(owner, desk.policyId, 1),
      () => rollbackPolicy(owner, desk.policyId, 2),
    )
    for (const late of [denied, deniedAgain]) {
      expect(arrived(late, upstream.seen)).toEqual([])
      expect(late.filter((call) => !isDenied(call))).toEqual([])
    }
    expect(arrived(allowed, upstream.seen)).toHaveLength(allowed.length)
  })

  it('another policy for its grant, though both are at the same version', async () => {
    const desk = await newDesk()
    const { serverId } = desk
    const denying = await publishPolicy(owner, { serverId, name: 'Denying', document: DENY, baseVersion: 0 })
    expect(denying.version).toBe(1)
    const load = await underLoad(desk)
    const give = (policyId: string) => updateGrant(owner, desk.grantId, { servers: [{ serverId, policyId }] })
    const [denied, allowed] = await changed(
      load,
      () => give(denying.policyId),
      () => give(desk.policyId),
    )
    expect(arrived(denied, upstream.seen)).toEqual([])
    expect(denied.filter((call) => !isDenied(call))).toEqual([])
    expect(arrived(allowed, upstream.seen)).toHaveLength(allowed.length)
  })

  it('[D1] a definition that was found changed, until it is accepted; nor one that was rejected', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const [found, accepted, rejected] = await changed(
      load,
      () => findChanged(desk, 'Sends its arguments to somebody else.'),
      async () => acceptTools(owner, desk.serverId, { echo: await hashOf(desk, 'echo') }),
      async () => {
        await findChanged(desk, 'Does something else once more.')
        await rejectTools(owner, desk.serverId, { echo: await hashOf(desk, 'echo') })
      },
    )
    for (const late of [found, rejected]) expect(arrived(late, upstream.seen)).toEqual([])
    expect(arrived(accepted, upstream.seen)).toHaveLength(accepted.length)
  })

  it('[D4] another address of its server: the old one gets none, the new one what was accepted', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const [moved, accepted] = await changed(
      load,
      () => updateServer(owner, desk.serverId, { url: other.url }),
      async () => acceptTools(owner, desk.serverId, { echo: await hashOf(desk, 'echo') }),
    )
    expect(arrived([...moved, ...accepted], upstream.seen)).toEqual([])
    expect(arrived(moved, other.seen)).toEqual([])
    expect(arrived(accepted, other.seen)).toHaveLength(accepted.length)
  })

  it('another credential for its server: none goes up with the old one', async () => {
    const desk = await newDesk({ authorization: 'Bearer the-old-credential' })
    const load = await underLoad(desk)
    const before = load.after(0)
    const [late] = await changed(load, () =>
      updateServer(owner, desk.serverId, { headers: { authorization: 'Bearer the-new-credential' } }),
    )
    const seenWith = (credential: string) =>
      upstream.seen.filter((each) => each.headers.authorization === `Bearer ${credential}`)
    expect(arrived(before, seenWith('the-old-credential'))).toHaveLength(before.length)
    expect(arrived(late, seenWith('the-old-credential'))).toEqual([])
    expect(arrived(late, seenWith('the-new-credential'))).toHaveLength(late.length)
  })

  it.each(['grant', 'server', 'organisation'] as const)(
    'an emergency stop of its %s, until it is lifted',
    async (scope) => {
      const desk = await newDesk()
      const load = await underLoad(desk)
      let id = ''
      const target = scope === 'organisation' ? { scope } : { scope, id: desk[`${scope}Id`] }
      const [stopped, lifted, again] = await changed(
        load,
        async () => {
          id = (await setStop(owner, target, STOP)).id
        },
        () => liftStop(owner, id),
        async () => {
          id = (await setStop(owner, target, STOP)).id
        },
      )
      await liftStop(owner, id)
      for (const late of [stopped, again]) {
        expect(arrived(late, upstream.seen)).toEqual([])
        expect(late.filter((call) => !isDenied(call) || !call.text.includes(STOP.reason))).toEqual([])
      }
      expect(arrived(lifted, upstream.seen)).toHaveLength(lifted.length)
    },
  )

  it('a limit that was lowered below what has been taken', async () => {
    const desk = await newDesk({}, limited(1_000_000))
    const load = await underLoad(desk)
    const [late] = await changed(load, () =>
      publishPolicy(owner, { ...desk, document: limited(1), baseVersion: 1 }),
    )
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(late.filter((call) => !isDenied(call))).toEqual([])
  })
})

describe('what is open of a grant, on three replicas', () => {
  it.each([
    ['revoked', (desk: Desk) => revokeGrant(owner, desk.grantId), [401, 401, 401]],
    ['stopped', (desk: Desk) => setStop(owner, { scope: 'grant', id: desk.grantId }, STOP), [200, 200, 200]],
  ])(
    '[D] ends within a second when it is %s: streams and calls under way, and nothing of another',
    async (_, end, opensAgain) => {
      // A machine may stand still for a second, and it says nothing of the gateway: one whole measurement
      // within the second shows that it is kept, and none of three that it is not.
      const slowest: number[] = []
      for (let attempt = 0; attempt < 3 && !slowest.some((ms) => ms < 1_000); attempt++)
        slowest.push(await endOf(end, opensAgain))
      expect(Math.min(...slowest)).toBeLessThan(1_000)
    },
  )

  it('[D] of a call that never ends by itself, the client of each replica is told that it was stopped', async () => {
    const desk = await newDesk()
    upstream.script = () => true
    const calls = replicas.origins.map((origin) => callTool(origin, { ...desk, tool: 'echo', mark: 'hangs' }))
    await vi.waitFor(
      () => expect(upstream.seen.filter(({ body }) => body.includes('hangs'))).toHaveLength(3),
      20_000,
    )
    await setStop(owner, { scope: 'server', id: desk.serverId }, STOP)
    const texts = await Promise.all(calls.map(async (call) => (await call).text()))
    for (const text of texts) expect(text).toMatch(/ended this request while it was under way.*taken over/)
    await vi.waitFor(async () => {
      const rows = await instance.sql(`SELECT outcome FROM call WHERE grant_id = $1`, [desk.grantId])
      expect(rows.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped', 'stopped'])
    }, 20_000)
  })
})

/** Ends a grant with streams on every replica, beside one that stays. @returns ms until the last had ended */
async function endOf(end: (desk: Desk) => Promise<unknown>, opensAgain: readonly number[]): Promise<number> {
  const ending = await newDesk()
  const staying = await newDesk()
  const opened = await Promise.all(
    replicas.origins.flatMap((origin) =>
      [ending, ending, ending, staying].map(async (desk) => ({ desk, stream: await listen(origin, desk) })),
    ),
  )
  expect(opened.map(({ stream }) => stream.status)).toEqual(opened.map(() => 200))
  const stayed = new Set(opened.filter(({ desk }) => desk === staying).map(({ stream }) => stream))
  for (const { stream } of opened) void stream.ended.then(() => stayed.delete(stream))
  await end(ending)
  const savedAt = performance.now()
  await Promise.all(opened.filter(({ desk }) => desk === ending).map(({ stream }) => stream.ended))
  const slowest = performance.now() - savedAt
  expect(stayed.size).toBe(3)
  // None of them can be opened again, on any replica.
  const again = await Promise.all(replicas.origins.map((origin) => listen(origin, ending)))
  expect(again.map((stream) => stream.status)).toEqual(opensAgain)
  await Promise.all(again.map((stream) => stream.ended))
  await Promise.all(opened.map(({ stream }) => stream.close()))
  return slowest
}

type Desk = {
  readonly serverId: string
  readonly policyId: string
  readonly grantId: string
  readonly token: string
}

let desks = 0

/** A server of its own with a policy and a grant, each made as a person makes it. */
async function newDesk(headers: Readonly<Record<string, string>> = {}, document = ALLOW): Promise<Desk> {
  desks += 1
  const registering = registerServer(owner, { name: `Server ${desks}`, url: upstream.url, headers })
  let step = await registering.next()
  while (!step.done) step = await registering.next()
  const serverId = step.value.id
  const { policyId } = await publishPolicy(owner, { serverId, document, baseVersion: 0 })
  const { grant, token } = await createGrant(owner, { label: 'Agent', servers: [{ serverId, policyId }] })
  return { serverId, policyId, grantId: grant.id, token }
}

// A load whose calls go through on every replica, so that what stops afterwards stops for a reason.
async function underLoad(desk: Desk): Promise<Load> {
  const load = startLoad(replicas, { ...desk, tool: 'echo' })
  await load.untilAnswered(ENOUGH)
  const before = load.after(0)
  expect(before.filter((call) => call.status !== 200 || isDenied(call))).toEqual([])
  expect(arrived(before, upstream.seen)).toHaveLength(before.length)
  return load
}

/** Makes changes one after another under a load, and ends it. @returns the calls after each change */
async function changed<Changes extends readonly (() => Promise<unknown>)[]>(
  load: Load,
  ...changes: Changes
): Promise<{ [Each in keyof Changes]: SentCall[] }> {
  try {
    for (const change of changes) await load.change(change, ENOUGH)
  } finally {
    await load.stop()
  }
  return changes.map((_, i) => load.after(i + 1)) as { [Each in keyof Changes]: SentCall[] }
}

const isDenied = ({ text }: { readonly text: string }) => text.includes('[POLICY DENIED]')
const limited = (max: number) =>
  JSON.stringify({
    version: '1',
    default: 'allow',
    tools: { echo: { limits: [{ counter: 'all', window: 'month', max }] } },
  })

// The server lists its tool in other words from now on, and is read.
async function findChanged({ serverId }: Desk, description: string): Promise<void> {
  upstream.tools = TOOLS.map((tool) => (tool.name === 'echo' ? { ...tool, description } : tool))
  await refreshServer(owner, serverId)
}

async function hashOf({ serverId }: Desk, name: string): Promise<string> {
  return (await listTools(owner, serverId)).find((tool) => tool.name === name)?.hash ?? ''
}

function answerMarked({ body }: Recorded, response: ServerResponse): true {
  const { id } = JSON.parse(body) as { id: unknown }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { resultType: 'complete', content: [] } }))
  return true
}

async function listen(origin: string, desk: Desk) {
  const { body, headers } = modernMessage('subscriptions/listen', {
    notifications: { toolsListChanged: true },
  })
  const response = await fetch(`${origin}/mcp/${desk.serverId}/`, {
    method: 'POST',
    headers: {
      ...headers,
      authorization: `Bearer ${desk.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(body),
  })
  return streamOf(response)
}
