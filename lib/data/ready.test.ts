import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import { createPool, isReady } from './admission/index.ts'
import { NEWEST_MIGRATION } from './newest-migration.ts'
import { isDatabaseReady } from './ready.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('a database', () => {
  it('is held to the last migration there is', () => {
    const folders = readdirSync('prisma/migrations', { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    )
    expect(
      folders
        .map(({ name }) => name)
        .sort()
        .at(-1),
    ).toBe(NEWEST_MIGRATION)
  })

  it('is ready with it, and is not where it is missing or was not finished', async () => {
    const pool = createPool(process.env.DATABASE_URL ?? '', { max: 1 })
    const ready = async () => [await isReady(pool), await isDatabaseReady()]
    expect(await ready()).toEqual([true, true])
    const finish = (at: string) =>
      instance.sql(`UPDATE _prisma_migrations SET finished_at = ${at} WHERE migration_name = $1`, [
        NEWEST_MIGRATION,
      ])
    await finish('NULL')
    expect(await ready()).toEqual([false, false])
    await finish('now()')
    expect(await ready()).toEqual([true, true])
    await instance.sql('ALTER TABLE _prisma_migrations RENAME TO elsewhere')
    expect(await ready()).toEqual([false, false])
    await pool.end()
  })

  it('that is away is not ready either', async () => {
    const pool = createPool('postgresql://nobody@127.0.0.1:1/nothing', { max: 1 })
    expect(await isReady(pool)).toBe(false)
    await pool.end()
  })
})
