// The mark that vouches for facts: whatever changes one of them moves it, and nothing else does.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
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

const newTenant = () => seedTenant(pool, { tools: [{ name: 'create' }, { name: 'read' }] })
async function factsOf(tenant: Tenant): Promise<Facts> {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  return facts
}
const markOf = async ({ organisationId }: Tenant): Promise<string> =>
  (await pool.query('SELECT mark FROM facts_mark WHERE organisation_id = $1', [organisationId])).rows[0]?.mark
const statusOf = async (facts: Facts) => {
  const call = callOf(facts, allow())
  const verdict = (await admitBatch(pool, [call])).get(call.id)
  return verdict === 'retry' ? verdict : verdict?.status
}

type Change = (tenant: Tenant) => Promise<unknown>
const change =
  (text: string, key: 'grantId' | 'serverId' | 'userId' | 'policyId'): Change =>
  (tenant) =>
    pool.query(text, [tenant[key]])

const FACTS: [string, Change][] = [
  ['a grant is revoked', change('UPDATE "grant" SET revoked_at = now() WHERE id = $1', 'grantId')],
  ['a grant gets an end', change('UPDATE "grant" SET expires_at = now() WHERE id = $1', 'grantId')],
  ['a grant is renamed', change(`UPDATE "grant" SET label = 'x' WHERE id = $1`, 'grantId')],
  ['a token is rotated', change(`UPDATE "grant" SET token_digest = 'x' WHERE id = $1`, 'grantId')],
  ['a revision is raised', change('UPDATE "grant" SET revision = revision + 1 WHERE id = $1', 'grantId')],
  ['a grant is deleted', change('DELETE FROM "grant" WHERE id = $1', 'grantId')],
  ['a grant is made', (tenant) => seedGrant(pool, tenant)],
  ['a grant loses a server', change('DELETE FROM grant_server WHERE grant_id = $1', 'grantId')],
  [
    'a grant loses its policy',
    change('UPDATE grant_server SET policy_id = NULL WHERE grant_id = $1', 'grantId'),
  ],
  ['a version is published', (tenant) => publish(pool, tenant, { version: '1', default: 'deny' })],
  ['a baseline is published', (tenant) => publishBaseline(pool, tenant, { version: '1' })],
  ['a server moves', change(`UPDATE server SET url = 'http://127.0.0.1:1/' WHERE id = $1`, 'serverId')],
  ['a server is raised', change('UPDATE server SET revision = revision + 1 WHERE id = $1', 'serverId')],
  ['a server is removed', change('DELETE FROM server WHERE id = $1', 'serverId')],
  ['a tool changes', change(`UPDATE tool SET hash = 'x' WHERE server_id = $1`, 'serverId')],
  ['a definition is accepted', change(`UPDATE tool SET pinned_hash = 'x' WHERE server_id = $1`, 'serverId')],
  [
    'a category is set',
    change(
      `UPDATE tool SET override_category = 'Read', override_severity = 'Low', override_reason = 'x',
         overridden_at = now() WHERE server_id = $1`,
      'serverId',
    ),
  ],
  ['a tool vanishes', change('UPDATE tool SET present = false WHERE server_id = $1', 'serverId')],
  ['a tool is removed', change('DELETE FROM tool WHERE server_id = $1', 'serverId')],
  ['a tool is listed first', (tenant) => seedTool(pool, tenant, { name: 'write' }, 2)],
  ['a member leaves', change('DELETE FROM member WHERE user_id = $1', 'userId')],
  ['an address changes', change(`UPDATE "user" SET email = id || '@x.test' WHERE id = $1`, 'userId')],
]
const OTHERS: [string, Change][] = [
  ['a grant was used', change('UPDATE "grant" SET last_used_at = now() WHERE id = $1', 'grantId')],
  ['a server fares badly', change(`UPDATE server SET status = 'unreachable' WHERE id = $1`, 'serverId')],
  ['a person gets another role', change(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, 'userId')],
  ['a policy is renamed', change(`UPDATE policy SET name = 'x' WHERE id = $1`, 'policyId')],
  [
    'a list comes in another order',
    change('UPDATE tool SET position = position + 5 WHERE server_id = $1', 'serverId'),
  ],
]

describe('the mark of an organisation', () => {
  it.each(FACTS)('moves where %s, and no other organisation’s does', async (_, happen) => {
    const [tenant, neighbour] = [await newTenant(), await newTenant()]
    const before = await Promise.all([tenant, neighbour].map(markOf))
    await happen(tenant)
    const after = await Promise.all([tenant, neighbour].map(markOf))
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).toBe(before[1])
  })

  it.each(OTHERS)('stays where %s', async (_, happen) => {
    const tenant = await newTenant()
    const before = await markOf(tenant)
    await happen(tenant)
    expect(await markOf(tenant)).toBe(before)
  })

  it('moves with the commit of what changed a fact, and not where that is rolled back', async () => {
    const tenant = await newTenant()
    const before = await markOf(tenant)
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    expect(await markOf(tenant)).toBe(before)
    await client.query('ROLLBACK')
    client.release()
    expect(await markOf(tenant)).toBe(before)
    expect(await statusOf(await factsOf(tenant))).toBe('admitted')
  })
})

describe('facts with a mark', () => {
  it('are admitted unread while it stands, and compared once it has moved', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    expect(vouchingMark(facts, 'create')?.text).toBe(await markOf(tenant))
    // Behind the mark's back, which no writer can do: this is what the mark is trusted with.
    await pool.query('ALTER TABLE "grant" DISABLE TRIGGER grant_moves_mark')
    await pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    await pool.query('ALTER TABLE "grant" ENABLE TRIGGER grant_moves_mark')
    expect(await statusOf(facts)).toBe('admitted')
    await seedGrant(pool, tenant)
    expect(await statusOf(facts)).toBe('stale')
  })

  it('are admitted still where another fact of the organisation moved it', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    await seedGrant(pool, tenant)
    expect(await statusOf(facts)).toBe('admitted')
  })

  it('are stale once the grant has ended, though that moves no mark', async () => {
    const tenant = await newTenant()
    await pool.query(
      `UPDATE "grant" SET expires_at = clock_timestamp() + interval '1.5 seconds' WHERE id = $1`,
      [tenant.grantId],
    )
    const facts = await factsOf(tenant)
    expect(facts.state).toBe('live')
    const mark = await markOf(tenant)
    await pool.query('SELECT pg_sleep(1.6)')
    expect(await markOf(tenant)).toBe(mark)
    expect(await statusOf(facts)).toBe('stale')
  })

  it('have none that vouches where they were put together, or the call names another tool', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()]
    const [facts, theirs] = [await factsOf(tenant), await factsOf(other)]
    expect(vouchingMark({ ...facts, at: 0 }, 'create')).not.toBeNull()
    expect(vouchingMark(facts, 'read')).toBeNull()
    const mixed: Facts[] = [
      { ...facts, organisationId: theirs.organisationId },
      { ...facts, tokenDigest: theirs.tokenDigest },
      { ...facts, grant: { ...facts.grant } },
      { ...facts, user: theirs.user },
      { ...facts, server: theirs.server },
      { ...facts, server: null },
      { ...facts, policyVersionId: theirs.policyVersionId },
      { ...facts, tool: theirs.tool },
      { ...facts, state: 'revoked' },
    ]
    for (const each of mixed) expect(vouchingMark(each, 'create')).toBeNull()
  })
})
