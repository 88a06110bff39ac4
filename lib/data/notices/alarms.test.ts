// What becomes an event, and that one cause becomes one event.
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import {
  claimDueServers,
  createPool,
  recordFailedReading,
  recordGoodReading,
  type SeenTool,
} from '../admission/index.ts'
import { seedTenant, sha256, type Tenant } from '../admission/testing/tenant.ts'

let pool: pg.Pool
let drop: () => Promise<void>
let tenant: Tenant

beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url, { max: 3 })
})
beforeEach(async () => {
  await pool.query('DELETE FROM organisation')
  tenant = await seedTenant(pool, { tools: [{ name: 'read' }, { name: 'write' }, { name: 'wipe' }] })
})
afterAll(async () => {
  await pool.end()
  await drop()
})

type Told = { kind: string; severity: string; subject: string; detail: Record<string, unknown> }
async function told(): Promise<Told[]> {
  return (await pool.query<Told>('SELECT kind, severity, subject, detail FROM event ORDER BY id')).rows
}
async function ago(interval: string): Promise<void> {
  await pool.query(`UPDATE alarm SET raised_at = raised_at - $1::interval`, [interval])
}
async function due() {
  await pool.query(`UPDATE server SET next_read_at = now() - interval '1 second', read_lease_until = NULL`)
  const [server] = await claimDueServers(pool, 1, 60_000)
  if (!server) throw new Error('no server is due')
  return server
}
const fail = async (status = 'unreachable') =>
  recordFailedReading(pool, await due(), { status, message: 'It does not answer.' }, 60_000)
const succeed = async (...definitions: string[]) => {
  const tools = definitions.map((definition): SeenTool => {
    const { name } = JSON.parse(definition)
    return { name, definition, hash: sha256(definition), isTwice: false }
  })
  const reading = { protocol: '2025-11-25', transport: 'http', serverInfo: '{}' } as const
  await recordGoodReading(pool, await due(), reading, tools, 60_000)
}
const accept = (name: string) =>
  pool.query('UPDATE tool SET pinned_hash = hash, pinned_definition = definition WHERE name = $1', [name])
const SAME = ['{"name":"read"}', '{"name":"write"}', '{"name":"wipe"}'] as const

describe('server.unreachable', () => {
  it('is told once for an outage, and its end is told', async () => {
    for (const status of ['unreachable', 'unreachable', 'unauthorised']) await fail(status)
    expect(await told()).toEqual([
      {
        kind: 'server.unreachable',
        severity: 'critical',
        subject: tenant.serverId,
        detail: { server: 'Live', status: 'unreachable', message: 'It does not answer.' },
      },
    ])
    await ago('10 minutes')
    await succeed(...SAME)
    await succeed(...SAME)
    expect((await told()).slice(1)).toEqual([
      {
        kind: 'server.reachable',
        severity: 'info',
        subject: tenant.serverId,
        detail: { server: 'Live', seconds: expect.closeTo(600, -2) },
      },
    ])
  })

  it('that comes and goes is told once an hour, and never lost', async () => {
    for (let i = 0; i < 5; i++) {
      await fail()
      await succeed(...SAME)
    }
    expect((await told()).map((each) => each.kind)).toEqual(['server.unreachable', 'server.reachable'])
    await fail()
    await ago('61 minutes')
    await fail()
    expect((await told()).map((each) => each.kind)).toEqual([
      'server.unreachable',
      'server.reachable',
      'server.unreachable',
    ])
  })

  it('is not told of what was never said to be down', async () => {
    await succeed(...SAME)
    expect(await told()).toEqual([])
  })

  it('reaches a channel for critical events with its end, and one for others with neither', async () => {
    const insert = `INSERT INTO channel (organisation_id, id, name, kind, target, least, kinds) VALUES ($1, $2, 'c', 'email', 'a@b.c', $3, $4)`
    await pool.query(insert, [tenant.organisationId, 'critical', 'critical', []])
    await pool.query(insert, [tenant.organisationId, 'others', 'info', ['tool.changed']])
    await fail()
    await succeed(...SAME)
    const { rows } = await pool.query('SELECT channel_id FROM delivery')
    expect(rows).toEqual([{ channel_id: 'critical' }, { channel_id: 'critical' }])
  })
})

describe('tool.changed', () => {
  it('is one event for one reading, whatever number of tools', async () => {
    await succeed('{"name":"read","description":"x"}', '{"name":"write","description":"x"}', SAME[2])
    expect(await told()).toEqual([
      {
        kind: 'tool.changed',
        severity: 'warning',
        subject: tenant.serverId,
        detail: { server: 'Live', count: 2, tools: ['read', 'write'] },
      },
    ])
  })

  it('is one event for one transaction that writes tool by tool', async () => {
    const client = await pool.connect()
    await client.query('BEGIN')
    for (const name of ['read', 'write', 'wipe'])
      await client.query(`UPDATE tool SET hash = 'other' WHERE name = $1`, [name])
    await client.query('COMMIT')
    client.release()
    expect((await told()).map((each) => each.detail)).toEqual([
      { server: 'Live', count: 3, tools: ['read', 'write', 'wipe'] },
    ])
  })

  it('is told once until a person has looked, however often the definition changes or comes back', async () => {
    for (const description of ['a', 'b', null, 'a', 'c'])
      await succeed(
        description === null ? SAME[0] : JSON.stringify({ name: 'read', description }),
        SAME[1],
        SAME[2],
      )
    expect(await told()).toHaveLength(1)
    await accept('read')
    await succeed('{"name":"read","description":"d"}', SAME[1], SAME[2])
    expect(await told()).toHaveLength(2)
    await pool.query('UPDATE tool SET rejected_hash = hash WHERE name = $1', ['read'])
    await succeed('{"name":"read","description":"d"}', SAME[1], SAME[2])
    expect(await told()).toHaveLength(2)
    await succeed('{"name":"read","description":"e"}', SAME[1], SAME[2])
    expect(await told()).toHaveLength(3)
  })

  it('that nobody looks at is told again after a day, where it is yet another definition', async () => {
    const change = (description: string) =>
      succeed(JSON.stringify({ name: 'read', description }), SAME[1], SAME[2])
    await change('a')
    await ago('25 hours')
    await change('a')
    expect(await told()).toHaveLength(1)
    await change('b')
    expect(await told()).toHaveLength(2)
  })

  it('says nothing of a tool that nobody accepted, and names at most twenty', async () => {
    await pool.query('DELETE FROM tool')
    const many = (description: string) =>
      Array.from({ length: 30 }, (_, i) => JSON.stringify({ name: `tool_${i}`, description }))
    await succeed(...many('a'))
    await succeed(...many('b'))
    expect(await told()).toEqual([])
    await pool.query('UPDATE tool SET pinned_hash = hash, pinned_definition = definition')
    await succeed(...many('c'))
    const [event] = await told()
    expect(event?.detail.count).toBe(30)
    expect(event?.detail.tools).toHaveLength(20)
  })
})

describe('an alarm', () => {
  it('is raised by one of many that ask at once', async () => {
    const ask = () =>
      pool.query(`SELECT raise_alarm($1, 'x', 's', 'c', 'm', '0') AS told`, [tenant.organisationId])
    const answers = await Promise.all(Array.from({ length: 30 }, ask))
    expect(answers.filter(({ rows }) => rows[0].told)).toHaveLength(1)
  })
})
