import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPostgres, startPostgres } from './postgres.mjs'

let folder
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-postgres-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the embedded Postgres', () => {
  it('keeps what was acknowledged when it is killed, and starts again on the same folder', async () => {
    const first = await startPostgres(folder)
    await query(first.url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)')
    process.kill(first.pid, 'SIGKILL')
    const second = await startPostgres(folder)
    expect(second.reused).toBe(false)
    expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }])
    await second.stop()
  })

  it('has little to read again after a crash', async () => {
    const { url, stop } = await startPostgres(folder)
    const [row] = await query(
      url,
      "SELECT setting::int AS mb, unit FROM pg_settings WHERE name = 'max_wal_size'",
    )
    expect(row.unit).toBe('MB')
    expect(row.mb).toBeLessThanOrEqual(256)
    await stop()
  })

  it('is found again by whoever starts next, and stopped by either', async () => {
    const first = await startPostgres(folder)
    const second = await startPostgres(folder)
    expect(second).toMatchObject({ reused: true, url: first.url, pid: first.pid })
    await second.stop()
    expect(await findPostgres(folder)).toBeNull()
  })

  it('starts where a power cut left a file that names another program', async () => {
    writeFileSync(join(folder, 'data/postmaster.pid'), `${process.pid}\n${folder}/data\n1\n5432\n`)
    const server = await startPostgres(folder)
    expect(server.reused).toBe(false)
    await server.stop()
  })
})

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const result = await client.query(sql)
  await client.end()
  return result.rows
}
