// What agents do, through the real gateway, and what people are told of it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { takeWatch } from '#lib/data/notices/index.ts'
import type { Sender } from '#lib/sender/index.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'

let harness: Harness
let sender: Sender
let tenant: Tenant

beforeAll(async () => {
  harness = await startHarness({
    notices: { smtpUrl: '', mailFrom: '', lookMs: 3_600_000, watchMs: 3_600_000 },
  })
  if (!harness.deps.sender) throw new Error('no sender')
  sender = harness.deps.sender
})
afterAll(() => harness.close())

type Told = { kind: string; severity: string; subject: string; detail: Record<string, unknown> }
async function look(): Promise<Told[]> {
  await harness.deps.outcomes.drain()
  await sender.watch()
  const text = 'SELECT kind, severity, subject, detail FROM event WHERE organisation_id = $1 ORDER BY id'
  return (await harness.pool.query<Told>(text, [tenant.organisationId])).rows
}
async function toldOf(kind: string): Promise<Told[]> {
  return (await look()).filter((each) => each.kind === kind)
}
async function ago(interval: string): Promise<void> {
  await harness.pool.query('UPDATE call SET at = at - $1::interval', [interval])
  await harness.pool.query('UPDATE alarm SET raised_at = raised_at - $1::interval', [interval])
}
const call = (name: string, args: object = {}, id = 1) => harness.post(tenant, callMessage(name, args, id))
async function callTimes(times: number, name = 'echo'): Promise<void> {
  for (let i = 0; i < times; i++) await call(name, { text: `t${i}` }, i)
}

describe('denials.spike', () => {
  beforeEach(async () => {
    tenant = await harness.tenant({ version: '1', default: 'deny', tools: { echo: {} } })
  })

  it('is told once while refusals pile up, and again after they have stopped', async () => {
    await callTimes(29, 'missing_tool')
    expect(await toldOf('denials.spike')).toEqual([])
    await callTimes(5, 'missing_tool')
    expect(await toldOf('denials.spike')).toEqual([
      {
        kind: 'denials.spike',
        severity: 'warning',
        subject: tenant.grantId,
        detail: { grant: 'agent', denied: 34, calls: 34, minutes: 5, tool: 'missing_tool' },
      },
    ])
    await callTimes(40, 'missing_tool')
    expect(await toldOf('denials.spike')).toHaveLength(1)
    await ago('16 minutes')
    await callTimes(1)
    expect(await toldOf('denials.spike')).toHaveLength(1)
    await callTimes(30, 'missing_tool')
    expect(await toldOf('denials.spike')).toHaveLength(2)
  })

  it('is not told of a few among many', async () => {
    await callTimes(30, 'missing_tool')
    await callTimes(125)
    expect(await toldOf('denials.spike')).toEqual([])
  })
})

describe('limit.near', () => {
  const limited = (algorithm: string, max: number) => ({
    version: '1',
    default: 'allow',
    tools: {
      echo: {
        limits: [{ counter: 'calls', window: 'hour', max, ...(algorithm === 'sliding' && { algorithm }) }],
      },
    },
  })

  it.each(['fixed', 'sliding'])('is told once at four fifths of a %s limit', async (algorithm) => {
    tenant = await harness.tenant(limited(algorithm, 10))
    await callTimes(7)
    expect(await toldOf('limit.near')).toEqual([])
    await callTimes(1)
    expect(await toldOf('limit.near')).toMatchObject([
      {
        severity: 'warning',
        subject: tenant.grantId,
        detail: { grant: 'agent', used: 8, max: 10, window: 'hour' },
      },
    ])
    await callTimes(2)
    expect(await toldOf('limit.near')).toHaveLength(1)
  })

  it('says nothing of a limit that is reached by its first uses', async () => {
    tenant = await harness.tenant(limited('fixed', 3))
    await callTimes(3)
    expect(await toldOf('limit.near')).toEqual([])
  })
})

describe('grant.new_client', () => {
  const as = (name: string) => {
    const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: { text: 'x' } })
    const meta = body.params._meta as Record<string, unknown>
    meta['io.modelcontextprotocol/clientInfo'] = { name, version: '1' }
    return harness.post(tenant, body, headers)
  }
  beforeEach(async () => {
    tenant = await harness.tenant()
  })

  it('weighs little for the first client of a grant, and more for another', async () => {
    await as('claude')
    await as('claude')
    expect(await toldOf('grant.new_client')).toMatchObject([
      {
        severity: 'info',
        subject: tenant.grantId,
        detail: { grant: 'agent', count: 1, clients: ['claude'], first: true },
      },
    ])
    await ago('61 minutes')
    await as('claude')
    expect(await toldOf('grant.new_client')).toHaveLength(1)
    await as('stranger')
    expect((await toldOf('grant.new_client')).slice(1)).toMatchObject([
      { severity: 'warning', detail: { clients: ['stranger'], first: false } },
    ])
  })

  it('is one event an hour and a hundred names at most, whatever a client calls itself', async () => {
    for (let i = 0; i < 110; i++) await as(`name ${i}`)
    expect(await toldOf('grant.new_client')).toHaveLength(1)
    await as('one more')
    expect(await toldOf('grant.new_client')).toHaveLength(1)
    const { rows } = await harness.pool.query(
      'SELECT count(*)::int AS n FROM grant_client WHERE grant_id = $1',
      [tenant.grantId],
    )
    expect(rows[0].n).toBe(100)
  })
})

describe('a look that replicas share', () => {
  it('is made by one of them', async () => {
    const takes = await Promise.all(
      Array.from({ length: 10 }, () => takeWatch(harness.pool, 'shared', 60_000)),
    )
    expect(takes.filter(Boolean)).toHaveLength(1)
  })
})
