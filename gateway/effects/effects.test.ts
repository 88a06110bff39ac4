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
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { streamOf } from '../testing/hand-client.ts'
import { modernMessage } from '../testing/harness.ts'
import { arrived, callTool, type Load, type Replicas, startLoad, startReplicas } from '../testing/replicas.ts'
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

const ALLOW = '{"version":"1","default":"allow"}'
const DENY = '{"version":"1","default":"deny"}'

describe('under load on three replicas, no call that starts after it was saved escapes', () => {
  it('[D] the revocation of its grant', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    await revokeGrant(owner, desk.grantId)
    const late = await afterwards(load)
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(new Set(late.map((call) => call.status))).toEqual(new Set([401]))
  })

  it('the rotation of its token, while the new one works at once everywhere', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    const { token } = await rotateGrant(owner, desk.grantId)
    const first = await Promise.all(
      replicas.origins.map((origin, i) =>
        callTool(origin, { ...desk, token, tool: 'echo', mark: `rotated-${i}` }),
      ),
    )
    expect(first.map((answer) => answer.status)).toEqual([200, 200, 200])
    const late = await afterwards(load)
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(new Set(late.map((call) => call.status))).toEqual(new Set([401]))
  })

  it('a published version, nor a version that was rolled back to', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    await publishPolicy(owner, { ...desk, document: DENY, baseVersion: 1 })
    load.saved()
    await load.untilAnswered(ENOUGH)
    await rollbackPolicy(owner, desk.policyId, 1)
    load.saved()
    await load.untilAnswered(ENOUGH)
    await rollbackPolicy(owner, desk.policyId, 2)
    const all = await afterwards(load)
    expect(all.length).toBeGreaterThanOrEqual(3 * ENOUGH)
    expect(arrived(epoch(load, 1), upstream.seen)).toEqual([])
    expect(epoch(load, 1).every(isDenied)).toBe(true)
    // Allowed again: each call that began and ended between the two changes went up.
    expect(arrived(epoch(load, 2), upstream.seen).length).toBeGreaterThanOrEqual(3 * ENOUGH)
    expect(arrived(epoch(load, 3), upstream.seen)).toEqual([])
    expect(epoch(load, 3).every(isDenied)).toBe(true)
  })

  it('another policy for its grant, though both are at the same version', async () => {
    const desk = await newDesk()
    const denying = await publishPolicy(owner, {
      serverId: desk.serverId,
      name: 'Denying',
      document: DENY,
      baseVersion: 0,
    })
    expect(denying.version).toBe(1)
    const load = await underLoad(desk)
    await updateGrant(owner, desk.grantId, {
      servers: [{ serverId: desk.serverId, policyId: denying.policyId }],
    })
    const late = await afterwards(load)
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(late.every(isDenied)).toBe(true)
  })

  it('[D1] a definition that was found changed, until it is accepted; nor one that was rejected', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    upstream.tools = TOOLS.map((tool) =>
      tool.name === 'echo' ? { ...tool, description: 'Sends its arguments to somebody else.' } : tool,
    )
    await refreshServer(owner, desk.serverId)
    load.saved()
    await load.untilAnswered(ENOUGH)
    const changed = (await listTools(owner, desk.serverId)).find((tool) => tool.name === 'echo')
    await acceptTools(owner, desk.serverId, { echo: changed?.hash ?? '' })
    load.saved()
    await load.untilAnswered(ENOUGH)
    await rejectAgain(desk.serverId)
    const late = await afterwards(load)
    expect(arrived(epoch(load, 1), upstream.seen)).toEqual([])
    expect(arrived(epoch(load, 2), upstream.seen).length).toBeGreaterThanOrEqual(3 * ENOUGH)
    expect(arrived(late, upstream.seen)).toEqual([])
  })

  it('[D4] another address of its server: the old one gets none of them, the new one what was accepted', async () => {
    const desk = await newDesk()
    const load = await underLoad(desk)
    await updateServer(owner, desk.serverId, { url: other.url })
    load.saved()
    await load.untilAnswered(ENOUGH)
    const unread = await listTools(owner, desk.serverId)
    await acceptTools(
      owner,
      desk.serverId,
      Object.fromEntries(unread.map((tool) => [tool.name, tool.hash])),
    )
    const late = await afterwards(load)
    expect(arrived([...epoch(load, 1), ...late], upstream.seen)).toEqual([])
    expect(arrived(epoch(load, 1), other.seen).filter((call) => !endedLater(call, late))).toEqual([])
    expect(arrived(late, other.seen)).toHaveLength(late.length)
  })

  it('another credential for its server: none goes up with the old one', async () => {
    const desk = await newDesk({ authorization: 'Bearer the-old-credential' })
    const load = await underLoad(desk)
    await updateServer(owner, desk.serverId, { headers: { authorization: 'Bearer the-new-credential' } })
    const late = await afterwards(load)
    const withOld = upstream.seen.filter((each) => each.headers.authorization === 'Bearer the-old-credential')
    const withNew = upstream.seen.filter((each) => each.headers.authorization === 'Bearer the-new-credential')
    expect(arrived(epoch(load, 0), withOld).length).toBeGreaterThanOrEqual(3 * ENOUGH)
    expect(arrived(late, withOld)).toEqual([])
    expect(arrived(late, withNew).length).toBeGreaterThanOrEqual(3 * ENOUGH)
  })

  it('a limit that was lowered below what has been taken, and takes no more than it says', async () => {
    const desk = await newDesk({}, limited(1_000_000))
    const load = await underLoad(desk)
    await publishPolicy(owner, { ...desk, document: limited(1), baseVersion: 1 })
    const late = await afterwards(load)
    expect(arrived(late, upstream.seen)).toEqual([])
    expect(late.every(isDenied)).toBe(true)
  })
})

describe('the open streams of a grant, on three replicas', () => {
  it('[D] end with it and with nothing else: a revoked grant’s within the check that follows', async () => {
    const ending = await newDesk()
    const staying = await newDesk()
    const opened = await Promise.all(
      replicas.origins.flatMap((origin) =>
        [ending, ending, ending, staying].map(async (desk) => ({ desk, stream: await listen(origin, desk) })),
      ),
    )
    expect(opened.map(({ stream }) => stream.status)).toEqual(opened.map(() => 200))
    const endings: number[] = []
    const stayed = new Set(opened.filter(({ desk }) => desk === staying).map(({ stream }) => stream))
    const savedAt = await revokeGrant(owner, ending.grantId).then(() => performance.now())
    for (const { stream } of opened) {
      void stream.ended.then(() => {
        stayed.delete(stream)
        endings.push(performance.now() - savedAt)
      })
    }
    await Promise.all(opened.filter(({ desk }) => desk === ending).map(({ stream }) => stream.ended))
    // Checks come every half second, and a second is what is promised; the rest is for a machine that is busy.
    expect(Math.max(...endings)).toBeLessThan(5_000)
    expect(endings).toHaveLength(9)
    expect(stayed.size).toBe(3)
    // None of them can be opened again, on any replica.
    const again = await Promise.all(replicas.origins.map((origin) => listen(origin, ending)))
    expect(again.map((stream) => stream.status)).toEqual([401, 401, 401])
    await Promise.all(opened.map(({ stream }) => stream.close()))
  })
})

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
  const before = load.sent.filter((call) => call.status !== 0)
  expect(before.every((call) => call.status === 200 && !isDenied(call))).toBe(true)
  expect(arrived(before, upstream.seen)).toHaveLength(before.length)
  return load
}

/** Says that the last change is saved, lets enough calls start after that, and gives those. */
async function afterwards(load: Load) {
  load.saved()
  await load.untilAnswered(ENOUGH)
  await load.stop()
  return epoch(load, Math.max(...load.sent.map((call) => call.epoch)))
}

const epoch = (load: Load, nth: number) => load.sent.filter((call) => call.epoch === nth)
const isDenied = ({ text }: { readonly text: string }) => text.includes('[POLICY DENIED]')
const limited = (max: number) =>
  JSON.stringify({
    version: '1',
    default: 'allow',
    tools: { echo: { limits: [{ counter: 'all', window: 'month', max }] } },
  })

async function rejectAgain(serverId: string): Promise<void> {
  upstream.tools = TOOLS.map((tool) =>
    tool.name === 'echo' ? { ...tool, description: 'Does something else once more.' } : tool,
  )
  await refreshServer(owner, serverId)
  const changed = (await listTools(owner, serverId)).find((tool) => tool.name === 'echo')
  await rejectTools(owner, serverId, { echo: changed?.hash ?? '' })
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
