import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startPostgres } from '../../scripts/postgres.mjs'
import { CREDENTIAL, called, contents, folder, KEY, use } from './instance.ts'

describe('a copy of the data folder, made while nothing runs', () => {
  it('is the instance again, somewhere else', async () => {
    const [from, to] = [folder(), folder()]
    const first = await startPostgres(join(from, 'postgres'), { durable: false })
    const tenant = await use(first.url)
    const before = await contents(first.url)
    await first.stop()
    cpSync(from, to, { recursive: true, preserveTimestamps: true })
    const second = await startPostgres(join(to, 'postgres'), { durable: false })
    try {
      expect(await contents(second.url)).toEqual(before)
      expect(Object.keys(before).length).toBeGreaterThan(20)
      expect(before.call).not.toMatch(/^0 /)
      expect(await called(second.url, tenant, KEY)).toMatchObject({ isAnswered: true, shown: CREDENTIAL })
    } finally {
      await second.stop()
    }
  })
})
