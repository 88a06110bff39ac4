// What a published baseline, and a policy of several servers, are to admission: facts like any other.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId } from '#lib/id.ts'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { vouchingMark } from './mark.ts'
import { createPool, type Pool } from './pool.ts'
import { allow, callOf } from './testing/call.ts'
import { publish, publishBaseline, seedGrant, seedTenant, seedTool, type Tenant } from './testing/tenant.ts'

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

const newTenant = () => seedTenant(pool, { tools: [{ name: 'create' }] })
async function factsOf(tenant: Tenant, serverId = tenant.serverId): Promise<Facts> {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, serverId, 'create')
  if (!facts) throw new Error('no facts')
  return facts
}
/** The same facts, of which each is compared. */
const unmarked = (facts: Facts): Facts => ({ ...facts, mark: undefined }) as Facts
const statusOf = async (facts: Facts) => {
  const call = callOf(facts, allow())
  const verdict = (await admitBatch(pool, [call])).get(call.id)
  return verdict === 'retry' ? verdict : verdict?.status
}

describe('[S9] a published baseline', () => {
  it('is among the facts of every call of its organisation, and of no other', async () => {
    const [tenant, neighbour] = [await newTenant(), await newTenant()]
    expect((await factsOf(tenant)).baselineVersionId).toBeNull()
    const id = await publishBaseline(pool, tenant, { version: '1', hide: ['x'] })
    expect((await factsOf(tenant)).baselineVersionId).toBe(id)
    expect((await factsOf(neighbour)).baselineVersionId).toBeNull()
  })

  it.each([
    ['whose facts a mark vouches for', (facts: Facts) => facts],
    ['whose facts are compared one by one', unmarked],
  ])('leaves no call in that was decided before it, %s', async (_, as) => {
    const [tenant, neighbour] = [await newTenant(), await newTenant()]
    for (const document of [{ version: '1', hide: ['x'] }, { version: '1' }, null]) {
      const [before, theirs] = [await factsOf(tenant), await factsOf(neighbour)]
      expect(await statusOf(as(before))).toBe('admitted')
      await publishBaseline(pool, tenant, document)
      expect(await statusOf(as(before))).toBe('stale')
      expect(await statusOf(as(theirs))).toBe('admitted')
      expect(await statusOf(as(await factsOf(tenant)))).toBe('admitted')
    }
  })

  it('is vouched for by no mark of other facts', async () => {
    const facts = await factsOf(await newTenant())
    expect(vouchingMark(facts, 'create')).not.toBeNull()
    expect(vouchingMark({ ...facts, baselineVersionId: 'ver_other' }, 'create')).toBeNull()
  })
})

describe('a policy of several servers', () => {
  async function withTwo(): Promise<{ tenant: Tenant; second: string }> {
    const tenant = await newTenant()
    const second = newId('srv', tenant.organisationId)
    await pool.query(
      `INSERT INTO server (organisation_id, id, slug, name, url, status)
       VALUES ($1, $2, 'second', 'Second', 'http://127.0.0.1:9/mcp', 'ready')`,
      [tenant.organisationId, second],
    )
    await seedTool(pool, { organisationId: tenant.organisationId, serverId: second }, { name: 'create' })
    return { tenant, second }
  }
  const attach = ({ organisationId, policyId }: Tenant, serverId: string) =>
    pool.query('INSERT INTO policy_server (organisation_id, policy_id, server_id) VALUES ($1, $2, $3)', [
      organisationId,
      policyId,
      serverId,
    ])
  const use = ({ organisationId, grantId, policyId }: Tenant, serverId: string) =>
    pool.query(
      'INSERT INTO grant_server (organisation_id, grant_id, server_id, policy_id) VALUES ($1, $2, $3, $4)',
      [organisationId, grantId, serverId, policyId],
    )

  it('governs a grant on each of them, and on no other', async () => {
    const { tenant, second } = await withTwo()
    await expect(use(tenant, second)).rejects.toThrow('foreign key')
    await attach(tenant, second)
    await use(tenant, second)
    expect((await factsOf(tenant, second)).policyVersionId).toBe((await factsOf(tenant)).policyVersionId)
    await expect(
      pool.query('DELETE FROM policy_server WHERE policy_id = $1 AND server_id = $2', [
        tenant.policyId,
        second,
      ]),
    ).rejects.toThrow('foreign key')
  })

  it('admits where each fact is compared, and is stale on each once it is published anew', async () => {
    const { tenant, second } = await withTwo()
    await attach(tenant, second)
    await use(tenant, second)
    const facts = [await factsOf(tenant), await factsOf(tenant, second)]
    await seedGrant(pool, tenant)
    for (const each of facts) {
      expect(await statusOf(each)).toBe('admitted')
      expect(await statusOf(unmarked(each))).toBe('admitted')
    }
    await publish(pool, tenant, { version: '1', default: 'deny' })
    for (const each of facts) {
      expect(await statusOf(each)).toBe('stale')
      expect(await statusOf(unmarked(each))).toBe('stale')
    }
  })
})
