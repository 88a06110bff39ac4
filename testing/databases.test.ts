// Only for `npm test -- databases`: that its runs meet the database they are meant for, and a pooler that
// does what poolers do. Without this, a run that met the embedded one would look just as green.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { assertDatabase } from '../scripts/start/database.mjs'
import { newDatabase, type TestDatabase } from './postgres.ts'

const wanted = process.env.TEST_POSTGRES_VERSION ?? ''
const isPooled = Boolean(process.env.TEST_POOLER_URL)

let database: TestDatabase
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

describe('this run', () => {
  it('meets the version of Postgres that it names', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('SHOW server_version')
    await client.end()
    expect(rows[0].server_version).toMatch(new RegExp(`^${wanted || 'none was named'}\\b`))
  })

  it('goes through a pooler where it says so, and else does not', async () => {
    expect(database.url === database.directUrl).toBe(!isPooled)
    const clients = Array.from({ length: 12 }, () => new pg.Client({ connectionString: database.url }))
    await Promise.all(clients.map((client) => client.connect()))
    const pids = await Promise.all(
      clients.map((client) => client.query('SELECT pg_backend_pid() AS pid FROM pg_sleep(0.05)')),
    )
    await Promise.all(clients.map((client) => client.end()))
    const connections = new Set(pids.map(({ rows }) => rows[0].pid)).size
    if (isPooled) expect(connections).toBeLessThanOrEqual(4)
    else expect(connections).toBe(12)
  })

  it('refuses a pooler as the address of what needs a session of its own', async () => {
    await assertDatabase(database.directUrl, 'DIRECT_DATABASE_URL', { direct: true })
    const refused = assertDatabase(database.url, 'DATABASE_URL', { direct: true })
    if (isPooled) await expect(refused).rejects.toThrow(/leads through a pooler.*\n.*DIRECT_DATABASE_URL/)
    else await refused
  })
})
