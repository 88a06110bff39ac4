// Functions that switch kinds of plans off have them run as they are: an older Postgres takes what is switched off
// for a cost that is worth compiling for, and compiling takes longer than the statement may.
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'

it('no function that switches kinds of plans off has its plans compiled', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; compiles: boolean }>(
      `SELECT p.proname AS name, NOT 'jit=off' = ANY (p.proconfig) AS compiles
         FROM pg_proc p WHERE 'enable_seqscan=off' = ANY (p.proconfig) ORDER BY 1`,
    )
    expect(rows.map(({ name }) => name)).toContain('purge_calls')
    expect(rows.filter(({ compiles }) => compiles)).toEqual([])
  } finally {
    await client.end()
    await database.drop()
  }
})
