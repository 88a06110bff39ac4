// Many who ask at once, on a real Postgres.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { findFacts } from './facts.ts'
import { createFactsReader } from './facts-reader.ts'
import { createPool, type Pool } from './pool.ts'
import { seedTenant } from './testing/tenant.ts'

let pool: Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url)
})
afterAll(async () => {
  await pool.end()
  await drop()
})

const tenants = (count: number) =>
  Promise.all(Array.from({ length: count }, () => seedTenant(pool, { tools: [{ name: 'create' }] })))
const tokenOf = ({ organisationId, tokenDigest }: { organisationId: string; tokenDigest: string }) => ({
  organisationId,
  digest: tokenDigest,
})

describe('questions that are asked at once', () => {
  it('are each answered as if asked alone, whatever stands beside them', async () => {
    const some = await tenants(5)
    const questions = some.flatMap((tenant, i) => {
      const token = tokenOf(tenant)
      const other = some[(i + 1) % some.length] ?? tenant
      return [
        { token, serverId: tenant.serverId, toolName: 'create' },
        { token, serverId: tenant.serverId, toolName: null },
        { token, serverId: tenant.serverId, toolName: 'no such\0tool' },
        { token, serverId: other.serverId, toolName: 'create' },
        { token: { ...token, digest: other.tokenDigest }, serverId: tenant.serverId, toolName: 'create' },
      ]
    })
    const { read } = createFactsReader(pool)
    const together = await Promise.all(questions.map(read))
    for (const [i, { token, serverId, toolName }] of questions.entries()) {
      const alone = await findFacts(pool, token, serverId, toolName)
      expect(together[i] && { ...together[i], at: 0 }).toEqual(alone && { ...alone, at: 0 })
    }
  })

  it('share statements, of which none began before it was asked', async () => {
    const [tenant] = await tenants(1)
    if (!tenant) throw new Error('no tenant')
    const question = { token: tokenOf(tenant), serverId: tenant.serverId, toolName: null }
    const statements = vi.spyOn(pool, 'query')
    const { read } = createFactsReader(pool)
    const before = Array.from({ length: 100 }, () => read(question))
    await pool.query('UPDATE "grant" SET revoked_at = clock_timestamp() WHERE id = $1', [tenant.grantId])
    const after = await Promise.all(Array.from({ length: 100 }, () => read(question)))
    expect(after.map((facts) => facts?.state)).toEqual(after.map(() => 'revoked'))
    await Promise.all(before)
    expect(statements.mock.calls.length).toBeLessThan(12)
    statements.mockRestore()
  })

  it('are all refused where the store is away, and the next are read again', async () => {
    const [tenant] = await tenants(1)
    if (!tenant) throw new Error('no tenant')
    const question = { token: tokenOf(tenant), serverId: tenant.serverId, toolName: null }
    const gone = createPool('postgresql://nobody@127.0.0.1:9/none')
    const { read } = createFactsReader(gone)
    for (let time = 0; time < 2; time++) {
      const answers = await Promise.allSettled([read(question), read(question), read(question)])
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable' } })
    }
    await gone.end()
  })
})
