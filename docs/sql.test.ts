// Every statement that a document tells people to run against the database, run against a migrated one.
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { newDatabase, type TestDatabase } from '#testing/postgres.ts'
import { blocksOf } from './testing/blocks.ts'
import { DOCUMENTS } from './testing/documents.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const blocks = DOCUMENTS.flatMap((document) => blocksOf(document)).filter(
  ({ language }) => language === 'sql',
)

it('finds statements to run', () => expect(blocks.length).toBeGreaterThan(0))

it.each(blocks)('$place runs', async ({ text }) => {
  // Roles belong to the whole server, which other suites share: nothing of it stays.
  await client.query('BEGIN')
  try {
    await client.query(text)
  } finally {
    await client.query('ROLLBACK')
  }
})
