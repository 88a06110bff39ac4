// An access token is a fact like the others: found with them, held against the store at admission, and watched by open
// streams. What takes it back, or its end, makes a decision stale.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { newToken } from '#lib/token.ts'
import { newDatabase } from '#testing/postgres.ts'
import { deleteToken, endGrant, endUnusedGrants, saveToken } from '../oauth/index.ts'
import { admitBatch } from './admit.ts'
import { type Facts, findAllFacts, findFacts } from './facts.ts'
import { findLiveGrants } from './live-grants.ts'
import { createPool, type Pool } from './pool.ts'
import { purge } from './purge.ts'
import { allow, callOf } from './testing/call.ts'
import { seedTenant, sha256, type Tenant } from './testing/tenant.ts'

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

let tenant: Tenant
let access: string
beforeEach(async () => {
  tenant = await seedTenant(pool, { tools: [{ name: 'create' }] })
  await pool.query(
    `INSERT INTO oauth_grant (organisation_id, grant_id, server_id, client_id, client_name, redirect_to)
     VALUES ($1, $2, $3, 'a client', 'A client', 'https://client.example')`,
    [tenant.organisationId, tenant.grantId, tenant.serverId],
  )
  access = await issue()
})

async function issue(seconds = 3600): Promise<string> {
  const { text } = newToken('pco', tenant.organisationId)
  await saveToken(pool, 'access', text, { grantId: tenant.grantId, payload: {} }, seconds)
  return text
}
const questionOf = (text: string, serverId = tenant.serverId) => ({
  token: { organisationId: tenant.organisationId, digest: digest(text), kind: 'pco' as const },
  serverId,
  toolName: 'create',
})
const digest = sha256
async function factsOf(text = access): Promise<Facts> {
  const { token, serverId, toolName } = questionOf(text)
  const facts = await findFacts(pool, token, serverId, toolName)
  if (!facts) throw new Error('no facts')
  return facts
}
const statusOf = async (facts: Facts) => {
  const call = callOf(facts, allow())
  const verdict = (await admitBatch(pool, [call])).get(call.id)
  return verdict === 'retry' ? verdict : verdict?.status
}
/** Facts that no mark vouches for: each of them is compared. */
const compared = ({ mark: _, ...facts }: Facts): Facts => facts

describe('the facts of an access token', () => {
  it('are those of its grant, and are read beside those of grants’ own tokens', async () => {
    const own = {
      token: { organisationId: tenant.organisationId, digest: tenant.tokenDigest },
      serverId: tenant.serverId,
      toolName: 'create',
    }
    const [first, second, third] = await findAllFacts(pool, [own, questionOf(access), own])
    expect(second).toMatchObject({
      grant: { id: tenant.grantId },
      tokenDigest: tenant.tokenDigest,
      state: 'live',
    })
    expect(second?.access?.digest).toBe(digest(access))
    expect([first?.access, third?.access]).toEqual([undefined, undefined])
    expect(first?.grant.id).toBe(tenant.grantId)
  })

  it('are none for another server, another kind, or the grant’s own token in its place', async () => {
    const other = await seedTenant(pool)
    const { token } = questionOf(access)
    expect(await findFacts(pool, token, other.serverId, null)).toBeNull()
    expect(await findFacts(pool, { ...token, digest: tenant.tokenDigest }, tenant.serverId, null)).toBeNull()
    expect(
      await findFacts(
        pool,
        { organisationId: token.organisationId, digest: token.digest },
        tenant.serverId,
        null,
      ),
    ).toBeNull()
    const { text } = newToken('pcr', tenant.organisationId)
    await saveToken(pool, 'refresh', text, { grantId: tenant.grantId, payload: {} }, 3600)
    expect(await findFacts(pool, { ...token, digest: digest(text) }, tenant.serverId, null)).toBeNull()
  })

  it('say that it has expired once its time or the grant’s is over', async () => {
    expect((await factsOf(await issue(0))).state).toBe('expired')
    await pool.query(`UPDATE "grant" SET expires_at = now() WHERE id = $1`, [tenant.grantId])
    expect((await factsOf()).state).toBe('expired')
  })
})

describe('a call that was decided with an access token', () => {
  it('is admitted while it stands', async () => {
    const facts = await factsOf()
    expect(await statusOf(facts)).toBe('admitted')
    expect(await statusOf(compared(facts))).toBe('admitted')
  })

  it.each([
    ['the token is taken back', () => deleteToken(pool, 'access', access)],
    ['the grant is ended by its client', () => endGrant(pool, tenant.grantId, 'client')],
  ])('is stale once %s, whatever vouched for its facts', async (_, take) => {
    const facts = await factsOf()
    await take()
    expect(await statusOf(facts)).toBe('stale')
    expect(await statusOf(compared(facts))).toBe('stale')
  })

  it('is stale once the token’s time is over', async () => {
    const facts = await factsOf(await issue(1))
    await pool.query('SELECT pg_sleep(1.1)')
    expect(await statusOf(facts)).toBe('stale')
    expect(await statusOf(compared(facts))).toBe('stale')
  })

  it('stays admitted where another token of the grant has run out and is swept', async () => {
    await issue(0)
    const facts = await factsOf()
    const own = [tenant.organisationId]
    await pool.query(
      `UPDATE oauth_token SET expires_at = now() - interval '2 days'
        WHERE organisation_id = $1 AND expires_at < clock_timestamp()`,
      own,
    )
    await purge(pool, () => false)
    const left = await pool.query('SELECT digest FROM oauth_token WHERE organisation_id = $1', own)
    expect(left.rows).toEqual([{ digest: digest(access) }])
    expect(await statusOf(facts)).toBe('admitted')
  })
})

describe('an open stream of an access token', () => {
  const isLive = async (facts: Facts) => (await findLiveGrants(pool, [{ facts, announces: false }])).has(0)

  it('ends with the token, not with another of its grant', async () => {
    const [mine, other] = [await factsOf(), await factsOf(await issue())]
    await deleteToken(pool, 'access', access)
    expect([await isLive(mine), await isLive(other)]).toEqual([false, true])
    await pool.query(`UPDATE oauth_token SET expires_at = clock_timestamp() WHERE organisation_id = $1`, [
      tenant.organisationId,
    ])
    expect(await isLive(other)).toBe(false)
  })
})

describe('what is swept', () => {
  const swept = async () => (await purge(pool, () => false)).purged
  it('is a question whose time is over, and a client without a live grant that nobody used for a month', async () => {
    await pool.query(
      `INSERT INTO oauth_request VALUES ('over', '{}', now()), ('open', '{}', now() + interval '1 hour')`,
    )
    await pool.query(
      `INSERT INTO oauth_client (id, metadata, used_at)
       VALUES ('a client', '{}', now() - interval '40 days'), ('forgotten', '{}', now() - interval '40 days'), ('new', '{}', now())`,
    )
    expect(await swept()).toMatchObject({ oauth_request: 1, oauth_client: 1 })
    const { rows } = await pool.query('SELECT id FROM oauth_client ORDER BY id')
    expect(rows.map(({ id }) => id)).toEqual(['a client', 'new'])
  })

  it('is a grant that no client ever fetched, on record; one that was fetched stays', async () => {
    await pool.query(`UPDATE oauth_grant SET consented_at = now() - interval '1 hour' WHERE grant_id = $1`, [
      tenant.grantId,
    ])
    expect(await endUnusedGrants(pool)).toBe(0)
    await pool.query('UPDATE oauth_grant SET connected_at = NULL WHERE grant_id = $1', [tenant.grantId])
    expect(await endUnusedGrants(pool)).toBe(1)
    expect(await endUnusedGrants(pool)).toBe(0)
    const { rows } = await pool.query(
      `SELECT detail FROM audit_event WHERE action = 'grant.revoked' AND target = $1`,
      [tenant.grantId],
    )
    expect(rows).toEqual([{ detail: expect.objectContaining({ because: 'never-used' }) }])
  })
})
