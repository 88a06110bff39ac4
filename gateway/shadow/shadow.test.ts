// A draft in shadow of a real gateway: what is counted, and that the version in force decides everything.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { countShadowed } from '#lib/data/admission/index.ts'
import { publishBaseline, sha256, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'
import { canonicalJson, parseJson } from '#lib/json/index.ts'
import { callMessage, type Harness, startHarness } from '../testing/harness.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ shadowTimes: { lookMs: 20, writeMs: 20 } })
})
afterAll(() => harness.close())

async function shadow(tenant: Tenant, document: object): Promise<string> {
  const { organisationId, serverId, policyId } = tenant
  const id = newId('shd', organisationId)
  const source = JSON.stringify(document)
  const canonical = canonicalJson(parseJson(source))
  await harness.pool.query(
    `INSERT INTO shadow (organisation_id, server_id, id, policy_id, source, format, canonical, hash, base_version)
     VALUES ($1, $2, $3, $4, $5, 'json', $6, $7, 1)`,
    [organisationId, serverId, id, policyId, source, canonical, sha256(canonical)],
  )
  await vi.waitFor(async () => {
    const { rows } = await harness.pool.query('SELECT published_version_id AS id FROM policy WHERE id = $1', [
      policyId,
    ])
    expect(harness.deps.shadows.find(rows[0]?.id, serverId)).not.toBeNull()
  }, WAIT)
  return id
}

const WAIT = { timeout: 20_000, interval: 20 }
async function counted(shadowId: string, calls: number) {
  return vi.waitFor(async () => {
    const [total] = (
      await harness.pool.query('SELECT calls::int, errors::int FROM shadow WHERE id = $1', [shadowId])
    ).rows
    expect(total).toEqual({ calls, errors: 0 })
    const { rows } = await harness.pool.query(
      'SELECT tool, live, draft, calls::int, rule, examples FROM shadow_verdict WHERE shadow_id = $1 ORDER BY tool, live, draft',
      [shadowId],
    )
    return rows
  }, WAIT)
}

const LIVE = {
  version: '1',
  default: 'deny',
  tools: { echo: {}, create_connection: { rate_limit: '1/day' }, delete_account: { action: 'deny' } },
}

describe('a draft in shadow', () => {
  it('counts what it would decide otherwise, and changes nothing that is decided', async () => {
    const tenant = await harness.tenant(LIVE)
    const id = await shadow(tenant, {
      ...LIVE,
      tools: {
        echo: { deny_if: [{ conditions: [{ path: 'args.text', op: 'eq', value: 'no' }] }] },
        create_connection: { rate_limit: '1/day' },
        delete_account: { require_approval: true },
      },
    })
    const tell = async (tool: string, args: object = {}) =>
      JSON.stringify((await harness.post(tenant, callMessage(tool, args))).json)
    const before = harness.upstream.calls().length
    for (const text of ['yes', 'no', 'no']) expect(await tell('echo', { text })).not.toContain('DENIED')
    await tell('create_connection')
    expect(await tell('create_connection')).toContain('POLICY DENIED')
    expect(await tell('delete_account')).toContain('POLICY DENIED')
    expect(harness.upstream.calls()).toHaveLength(before + 4)
    const rows = await counted(id, 6)
    expect(rows).toEqual([
      {
        tool: 'delete_account',
        live: 'deny',
        draft: 'approve',
        calls: 1,
        rule: '/tools/delete_account/require_approval',
        examples: [expect.stringMatching(/^call_/)],
      },
      {
        tool: 'echo',
        live: 'allow',
        draft: 'deny',
        calls: 2,
        rule: '/tools/echo/deny_if/0',
        examples: [expect.any(String), expect.any(String)],
      },
    ])
    // Each example is a call of the record, and nobody was asked for an approval.
    const records = await harness.records(tenant)
    const ids = records.map((record) => record.id)
    for (const { examples } of rows) for (const example of examples) expect(ids).toContain(example)
    expect(
      (await harness.pool.query('SELECT FROM approval WHERE organisation_id = $1', [tenant.organisationId]))
        .rowCount,
    ).toBe(0)
  })

  it('[S2] is asked under the baseline, as what is in force is', async () => {
    const tenant = await harness.tenant(LIVE)
    await publishBaseline(harness.pool, tenant, {
      version: '1',
      tools: { delete_account: { action: 'deny' } },
    })
    const id = await shadow(tenant, { ...LIVE, tools: { ...LIVE.tools, delete_account: {} } })
    await harness.post(tenant, callMessage('delete_account'))
    expect(await counted(id, 1)).toEqual([])
  })

  it('is asked of the calls of its own server alone, where its policy serves another', async () => {
    const tenant = await harness.tenant(LIVE)
    await shadow(tenant, LIVE)
    const { rows } = await harness.pool.query('SELECT published_version_id AS id FROM policy WHERE id = $1', [
      tenant.policyId,
    ])
    expect(harness.deps.shadows.find(rows[0]?.id, tenant.serverId)).not.toBeNull()
    expect(harness.deps.shadows.find(rows[0]?.id, 'srv_another')).toBeNull()
  })

  it('takes nothing from a counter: what rests on a limit of its own is unknown', async () => {
    const tenant = await harness.tenant(LIVE)
    const id = await shadow(tenant, { ...LIVE, tools: { ...LIVE.tools, echo: { rate_limit: '1/day' } } })
    for (let i = 0; i < 3; i++) await harness.post(tenant, callMessage('echo', { text: 'a' }))
    expect(await counted(id, 3)).toMatchObject([{ tool: 'echo', live: 'allow', draft: 'unknown', calls: 3 }])
    const { rowCount } = await harness.pool.query('SELECT FROM counter WHERE organisation_id = $1', [
      tenant.organisationId,
    ])
    expect(rowCount).toBe(0)
  })

  it('refuses nothing where it cannot be read, and is counted no more once it is gone', async () => {
    const tenant = await harness.tenant(LIVE)
    const id = await shadow(tenant, { version: '9' })
    expect((await harness.post(tenant, callMessage('echo', { text: 'a' }))).text).not.toContain('DENIED')
    expect(await counted(id, 1)).toMatchObject([{ live: 'allow', draft: 'deny', rule: '(no policy)' }])
    await harness.pool.query('DELETE FROM shadow WHERE id = $1', [id])
    const { organisationId, grantId } = tenant
    const count = {
      organisationId,
      shadowId: id,
      tool: 'echo',
      grantId,
      live: 'allow',
      draft: 'deny',
      rule: '',
    }
    const total = { organisationId, shadowId: id, calls: 1, errors: 0, missed: 0 }
    await countShadowed(harness.pool, [total], [{ ...count, calls: 1, firstAt: 0, lastAt: 0, examples: [] }])
    expect((await harness.pool.query('SELECT FROM shadow_verdict WHERE shadow_id = $1', [id])).rowCount).toBe(
      0,
    )
  })
})

describe('a draft that cannot be evaluated', () => {
  it('is counted as an error, and fails no call', async () => {
    const tenant = await harness.tenant(LIVE)
    const id = await shadow(tenant, LIVE)
    const find = vi.spyOn(harness.deps.shadows, 'find')
    const { value: found } = await vi.waitFor(async () => {
      await harness.post(tenant, callMessage('echo', { text: 'a' }))
      const result = find.mock.results.at(-1)
      expect(result?.value).not.toBeNull()
      return result ?? { value: null }
    }, WAIT)
    find.mockReturnValue({
      ...found,
      get policy() {
        throw new Error('a fault of the evaluation')
      },
    })
    const before = harness.upstream.calls().length
    await harness.post(tenant, callMessage('echo', { text: 'b' }))
    expect(harness.upstream.calls()).toHaveLength(before + 1)
    find.mockRestore()
    await vi.waitFor(async () => {
      const { rows } = await harness.pool.query('SELECT errors::int FROM shadow WHERE id = $1', [id])
      expect(rows).toEqual([{ errors: 1 }])
    }, WAIT)
  })
})
