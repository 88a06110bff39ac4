// With the three roles of decision 0040 the application's own does all of the catalogue's work, also where the tables
// came after the roles: what it was given by default then is all it has.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { disconnect } from '#lib/data/client.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { findListedTool, saveListing, searchCatalogue } from './index.ts'
import { aListing, aTool } from './testing/given.ts'

const word = randomBytes(4).toString('hex')
const [app, maintenance] = [`app_${word}`, `maintenance_${word}`]
let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  for (const role of [app, maintenance]) await instance.sql(`CREATE ROLE ${role} LOGIN PASSWORD '${word}'`)
  await instance.sql('SELECT separate_roles($1, $2)', [app, maintenance])
  // New tables are granted by default, their sequences are not.
  await instance.sql(`REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${app}`)
  const url = new URL(process.env.DATABASE_URL ?? '')
  url.username = app
  url.password = word
  process.env.DATABASE_URL = url.toString()
})
afterAll(async () => {
  await disconnect()
  await instance.sql(`ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM ${app}`)
  for (const role of [app, maintenance]) await instance.sql(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  await instance.close()
})

describe('the application’s role', () => {
  it('saves, changes, removes, finds and reads', async () => {
    await saveListing(aListing('owned', [aTool('one', 'Reads.'), aTool('two')]))
    expect(await saveListing(aListing('owned', [aTool('one', 'Writes.')]))).toMatchObject({
      outcome: 'changed',
    })
    expect((await searchCatalogue({ kind: 'tools', q: 'owned' })).items.map(({ name }) => name)).toEqual([
      'one',
    ])
    expect((await findListedTool('owned', 'one'))?.changes.map(({ kind }) => kind)).toEqual([
      'changed',
      'listed',
    ])
    expect(
      await instance.sql('SELECT DISTINCT usename FROM pg_stat_activity WHERE usename = $1', [app]),
    ).toHaveLength(1)
  })
})

describe('the maintenance role', () => {
  it('has no right on any of it', async () => {
    const rows = await instance.sql(
      `SELECT relname FROM pg_class WHERE relname LIKE 'catalogue\\_%' AND relkind = 'r'
          AND has_table_privilege($1, oid, 'SELECT, INSERT, UPDATE, DELETE')`,
      [maintenance],
    )
    expect(rows).toEqual([])
  })
})
