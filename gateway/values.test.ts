// What a server's setting keeps of the arguments of its calls, from the call to what a person reads.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publish, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { serializeJson } from '#lib/json/index.ts'
import { openValues, type RecordedValues, valueKeys } from '#lib/values/index.ts'
import { callMessage, type Harness, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

const ALLOW = { version: '1', default: 'allow' }
const MENTIONING = {
  version: '1',
  default: 'allow',
  tools: {
    echo: {
      deny_if: [{ conditions: [{ path: 'args.amount', op: 'gt', value: 100 }] }],
      limits: [{ counter: 'cents', window: 'day', max: 1000, increment_from: 'args.cents' }],
    },
  },
}

async function tenantThatRecords(
  mode: 'names' | 'mentioned' | 'all',
  policy: object = ALLOW,
): Promise<Tenant> {
  const tenant = await gate.tenant(policy)
  await gate.pool.query('UPDATE server SET record = $2 WHERE id = $1', [tenant.serverId, mode])
  return tenant
}

/** What is kept of each recorded call, in order; null where nothing is. */
async function kept(tenant: Tenant): Promise<(RecordedValues | null)[]> {
  await gate.deps.outcomes.drain()
  const { rows } = await gate.pool.query<{
    id: string
    sealed: Buffer | null
    salt: Buffer
    same: boolean | null
  }>(
    `SELECT c.id, v.sealed, s.value_salt AS salt, v.at = c.at AND v.server_id = c.server_id AS same
       FROM call c JOIN server s ON s.organisation_id = c.organisation_id AND s.id = c.server_id
       LEFT JOIN call_values v ON v.organisation_id = c.organisation_id AND v.call_id = c.id
      WHERE c.organisation_id = $1 ORDER BY c.at, c.id`,
    [tenant.organisationId],
  )
  return rows.map(({ id, sealed, salt, same }) => {
    if (!sealed) return null
    expect(same).toBe(true)
    const place = { organisationId: tenant.organisationId, serverId: tenant.serverId, callId: id }
    return openValues(valueKeys(Buffer.alloc(32, 7), { ...place, salt }), place, sealed)
  })
}
const argumentsOf = (values: (RecordedValues | null)[]) =>
  values.map((each) => each && JSON.parse(serializeJson(each.arguments)))

describe('the values of arguments', () => {
  it('are not kept by default, and no row is written for them', async () => {
    const tenant = await gate.tenant()
    await gate.post(tenant, callMessage('echo', { text: 'hello' }))
    expect(await kept(tenant)).toEqual([null])
  })

  it('are kept whole under “all”, of calls that pass and of calls that are refused', async () => {
    const tenant = await tenantThatRecords('all', MENTIONING)
    await gate.post(tenant, callMessage('echo', { amount: 5, cents: 1, text: 'hello' }))
    await gate.post(tenant, callMessage('echo', { amount: 500, cents: 1 }))
    await gate.post(tenant, callMessage('echo', { amount: 5, cents: 5000 }))
    await gate.post(tenant, callMessage('no_such_tool', { x: [1] }))
    expect(argumentsOf(await kept(tenant))).toEqual([
      { amount: 5, cents: 1, text: 'hello' },
      { amount: 500, cents: 1 },
      { amount: 5, cents: 5000 },
      { x: [1] },
    ])
  })

  it('[Y1] are those that the version which decided mentions, under “mentioned”', async () => {
    const tenant = await tenantThatRecords('mentioned', MENTIONING)
    await gate.post(tenant, callMessage('echo', { amount: 5, cents: 1, text: 'private' }))
    await gate.post(tenant, callMessage('fail', { text: 'private' }))
    await publish(gate.pool, tenant, {
      ...ALLOW,
      all_tools: { deny_if: [{ conditions: [{ path: 'args.text', op: 'eq', value: 'x' }] }] },
    })
    await gate.post(tenant, callMessage('echo', { amount: 5, text: 'now read' }))
    expect(argumentsOf(await kept(tenant))).toEqual([{ amount: 5, cents: 1 }, null, { text: 'now read' }])
  })

  it('[K3] hold neither what looks like a secret nor the server’s own credential', async () => {
    const tenant = await tenantThatRecords('all')
    const { sealHeaders } = await import('#lib/upstream/index.ts')
    const sealed = sealHeaders(Buffer.alloc(32, 7), tenant, { authorization: 'Bearer opensesame-opensesame' })
    await gate.pool.query('UPDATE server SET sealed_headers = $2 WHERE id = $1', [tenant.serverId, sealed])
    const args = { text: 'try opensesame-opensesame', password: 'hunter2', to: 'ann' }
    await gate.post(tenant, callMessage('echo', args))
    const [values] = await kept(tenant)
    expect(argumentsOf([values ?? null])).toEqual([{ text: null, password: null, to: 'ann' }])
    expect(values?.gaps.map(({ at, kind }) => [at, kind])).toEqual([
      ['/text', 'secret'],
      ['/password', 'secret'],
    ])
  })

  it('of equal refusals that fold into one record are those of the first', async () => {
    const tenant = await tenantThatRecords('all', { version: '1', default: 'deny' })
    for (const text of ['first', 'second', 'third']) await gate.post(tenant, callMessage('echo', { text }))
    expect(argumentsOf(await kept(tenant))).toEqual([{ text: 'first' }])
    expect(await gate.records(tenant)).toHaveLength(3)
    // Nor is a row left behind that belongs to no record.
    const { rows } = await gate.pool.query('SELECT FROM call_values WHERE organisation_id = $1', [
      tenant.organisationId,
    ])
    expect(rows).toHaveLength(1)
  })

  it('of many calls at once each stand in their own row', async () => {
    const [one, other] = [await tenantThatRecords('all'), await tenantThatRecords('all')]
    const names = await gate.tenant()
    const calls = Array.from({ length: 60 }, (_, i) => ({ text: `${i} ${'x'.repeat(i * 40)}` }))
    await Promise.all(
      calls.map((args, i) => gate.post([one, other, names][i % 3] ?? one, callMessage('echo', args))),
    )
    const sorted = (values: unknown[]) => values.map((each) => JSON.stringify(each)).sort()
    const sent = (n: number) => calls.filter((_, i) => i % 3 === n)
    expect(sorted(argumentsOf(await kept(one)))).toEqual(sorted(sent(0)))
    expect(sorted(argumentsOf(await kept(other)))).toEqual(sorted(sent(1)))
    expect(await kept(names)).toEqual(sent(2).map(() => null))
  })

  it('are not written any more from the moment the setting says less, or the values were erased', async () => {
    const tenant = await tenantThatRecords('all')
    await gate.post(tenant, callMessage('echo', { text: 'kept' }))
    // The gateway goes on deciding on what it read a moment ago; what it would write is not taken.
    await gate.pool.query(`UPDATE server SET record = 'names' WHERE id = $1`, [tenant.serverId])
    await gate.post(tenant, callMessage('echo', { text: 'less' }))
    await gate.pool.query(
      `UPDATE server SET record = 'all', value_salt = uuid_send(gen_random_uuid()) WHERE id = $1`,
      [tenant.serverId],
    )
    await gate.post(tenant, callMessage('echo', { text: 'under the old salt' }))
    const { rows } = await gate.pool.query('SELECT call_id FROM call_values WHERE organisation_id = $1', [
      tenant.organisationId,
    ])
    expect(rows).toHaveLength(1)
    expect(await gate.records(tenant)).toHaveLength(3)
    await expect(kept(tenant)).rejects.toThrow()
  })

  it('of a call that asks a person are kept with its record, too', async () => {
    const tenant = await tenantThatRecords('all', {
      version: '1',
      default: 'allow',
      tools: { echo: { require_approval: true } },
    })
    await gate.post(tenant, callMessage('echo', { text: 'may I' }))
    expect(argumentsOf(await kept(tenant))).toEqual([{ text: 'may I' }])
  })
})
