// Admission on a real Postgres, with real concurrency.
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import type { Draw } from '#lib/policy/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch, type DecidedCall, type Verdict } from './admit.ts'
import { admitAlone } from './alone.ts'
import { type Facts, findFacts } from './facts.ts'
import { createAdmission, createOutcomes, createPool } from './index.ts'
import { shapeOf } from './shape.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { publish, seedTenant, type Tenant } from './testing/tenant.ts'

let pool: pg.Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url, { max: 16 })
})
afterAll(async () => {
  await pool.end()
  await drop()
})

const factsOf = async (tenant: Tenant, tool: string | null = 'create'): Promise<Facts> => {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, tool)
  if (!facts) throw new Error('no facts')
  return facts
}
const newTenant = () => seedTenant(pool, { tools: [{ name: 'create' }, { name: 'read' }] })
const admit = async (call: DecidedCall): Promise<Verdict> => {
  const verdict = (await admitBatch(pool, [call])).get(call.id)
  if (!verdict) throw new Error('no verdict')
  return verdict === 'retry' ? admit(call) : verdict
}
const statusOf = async (call: DecidedCall) => (await admit(call)).status
const usedOf = async (organisationId: string): Promise<string[]> => {
  const { rows } = await pool.query<{ used: string }>(
    'SELECT used FROM counter WHERE organisation_id = $1 ORDER BY label, window_start',
    [organisationId],
  )
  return rows.map((row) => row.used)
}
const recordsOf = async (organisationId: string) => {
  const text = 'SELECT * FROM call WHERE organisation_id = $1 ORDER BY id'
  return (await pool.query(text, [organisationId])).rows
}
const count = (statuses: readonly string[], status: string) =>
  statuses.filter((each) => each === status).length

describe('a limit', () => {
  it.each([0, 1, 2, 10])('[L1] of %i lets exactly that many of 64 concurrent calls through', async (max) => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const calls = Array.from({ length: 64 }, () => callOf(facts, allow(drawOf({ max: String(max) }))))
    const statuses = await Promise.all(calls.map(statusOf))
    expect(count(statuses, 'admitted')).toBe(max)
    expect(count(statuses, 'limit')).toBe(64 - max)
    // A limit of 0 needs no counter: it is refused without one.
    expect(await usedOf(tenant.organisationId)).toEqual(max === 0 ? [] : [String(max)])
    const records = await recordsOf(tenant.organisationId)
    expect(records.filter((row) => row.outcome === 'open')).toHaveLength(max)
    expect(records.filter((row) => row.rule === '/tools/create/limits/rate')).toHaveLength(64 - max)
  })

  it.each([1, 2, 10])(
    '[L2] sliding, of %i, lets exactly that many of 64 concurrent calls through',
    async (max) => {
      const tenant = await newTenant()
      const facts = await factsOf(tenant)
      const draw = drawOf({ max: String(max), algorithm: 'sliding', window: 3600 })
      const statuses = await Promise.all(
        Array.from({ length: 64 }, () => statusOf(callOf(facts, allow(draw)))),
      )
      expect(count(statuses, 'admitted')).toBe(max)
    },
  )

  it('[L2] sliding, never lets more through in any interval of its length', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const draw = drawOf({ max: '3', algorithm: 'sliding', window: 1 })
    const deadline = Date.now() + 3500
    const worker = async () => {
      while (Date.now() < deadline) await statusOf(callOf(facts, allow(draw)))
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    const { rows } = await pool.query<{ most: string; total: string }>(
      `SELECT max(n)::text AS most, count(*)::text AS total FROM (
         SELECT (SELECT count(*) FROM call b WHERE b.organisation_id = a.organisation_id AND b.outcome = 'open'
                  AND b.at BETWEEN a.at - interval '1 second' AND a.at) AS n
           FROM call a WHERE a.organisation_id = $1 AND a.outcome = 'open') w`,
      [tenant.organisationId],
    )
    expect(rows[0]?.most).toBe('3')
    expect(Number(rows[0]?.total)).toBeGreaterThanOrEqual(9)
  })

  it('[L2] sliding, says when enough of it will have passed', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const draw = drawOf({ max: '2', algorithm: 'sliding', window: 1 })
    expect(await statusOf(callOf(facts, allow(draw)))).toBe('admitted')
    expect(await statusOf(callOf(facts, allow(draw)))).toBe('admitted')
    const verdict = await admit(callOf(facts, allow(draw)))
    if (verdict.status !== 'limit') throw new Error(verdict.status)
    await new Promise((resolve) => setTimeout(resolve, verdict.resetAt.getTime() - Date.now() + 2))
    expect(await statusOf(callOf(facts, allow(draw)))).toBe('admitted')
  })

  it('[L1] of a second turns over with the clock, also for calls that wait', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const draw = drawOf({ max: '5', window: 'second' })
    const deadline = Date.now() + 2200
    const worker = async () => {
      while (Date.now() < deadline) await statusOf(callOf(facts, allow(draw)))
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    const { rows } = await pool.query<{ n: string }>(
      `SELECT count(*) AS n FROM call WHERE organisation_id = $1 AND outcome = 'open'
        GROUP BY date_trunc('second', at) ORDER BY 1 DESC`,
      [tenant.organisationId],
    )
    expect(rows.length).toBeGreaterThanOrEqual(2)
    expect(rows[0]?.n).toBe('5')
  })

  it('[L4] is exact where floating point is not, and a refused large amount does not fill it', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const take = (amount: string) => statusOf(callOf(facts, allow(drawOf({ max: '1000', amount }))))
    expect(await take('5000')).toBe('limit')
    expect(await take('999.7')).toBe('admitted')
    for (let i = 0; i < 3; i++) expect(await take('0.1')).toBe('admitted')
    expect(await take('0.000000000000000000001')).toBe('limit')
    expect(await usedOf(tenant.organisationId)).toEqual(['1000.0'])
  })

  it('[L5] is taken with the others of its call or not at all', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const wide = drawOf({ rule: '/all_tools/limits/wide', counter: 'wide', max: '10' })
    const tight = drawOf({ rule: '/tools/create/limits/tight', counter: 'tight', max: '1' })
    expect(await statusOf(callOf(facts, allow(wide, tight)))).toBe('admitted')
    const verdict = await admit(callOf(facts, allow(wide, tight)))
    expect(verdict).toMatchObject({ status: 'limit', remaining: '0', draw: { counter: 'tight' } })
    expect(await usedOf(tenant.organisationId)).toEqual(['1', '1'])
  })

  it('[L5] shares its count with one of the same name and scope, each tested against its own max', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const shared = [
      drawOf({ rule: '/all_tools/limits/0', max: '10' }),
      drawOf({ rule: '/tools/create/limits/0', max: '2' }),
    ]
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push(await statusOf(callOf(facts, allow(...shared))))
    expect(statuses).toEqual(['admitted', 'admitted', 'limit', 'limit'])
    expect(await usedOf(tenant.organisationId)).toEqual(['2'])
    expect(await statusOf(callOf(facts, allow(drawOf({ max: '3' }))))).toBe('admitted')
  })

  it('[L5] in opposite orders takes neither one of two nor a deadlock', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const a = drawOf({ rule: '/a', counter: 'a', max: '100' })
    const b = drawOf({ rule: '/b', counter: 'b', max: '100', scope: 'server' })
    const calls = Array.from({ length: 150 }, (_, i) => callOf(facts, i % 2 ? allow(a, b) : allow(b, a)))
    const statuses = await Promise.all(calls.map(statusOf))
    expect(count(statuses, 'admitted')).toBe(100)
    expect(await usedOf(tenant.organisationId)).toEqual(['100', '100'])
  })

  it('[L5] survives a new token: the key never holds it', async () => {
    const tenant = await newTenant()
    const draw = drawOf({ max: '1' })
    expect(await statusOf(callOf(await factsOf(tenant), allow(draw)))).toBe('admitted')
    const rotated = 'f'.repeat(64)
    await pool.query('UPDATE "grant" SET token_digest = $1 WHERE id = $2', [rotated, tenant.grantId])
    const facts = await factsOf({ ...tenant, tokenDigest: rotated })
    expect(await statusOf(callOf(facts, allow(draw)))).toBe('limit')
  })

  it('[L7] of 0 refuses even a call that takes nothing', async () => {
    const facts = await factsOf(await newTenant())
    expect(await statusOf(callOf(facts, allow(drawOf({ max: '0', amount: '0' }))))).toBe('limit')
  })

  it('[L1] [L8] says what is left and when a calendar window ends', async () => {
    const facts = await factsOf(await newTenant())
    const verdict = await admit(callOf(facts, allow(drawOf({ max: '10', amount: '11', window: 'month' }))))
    const now = new Date()
    const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
    expect(verdict).toMatchObject({ status: 'limit', remaining: '10' })
    expect(verdict.status === 'limit' && Math.abs(verdict.resetAt.getTime() - next)).toBeLessThanOrEqual(1)
  })
})

describe('a decision made from facts that changed since', () => {
  const changes: [string, (tenant: Tenant) => Promise<unknown>][] = [
    [
      'the grant was revoked',
      (t) => pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [t.grantId]),
    ],
    [
      'the grant expired',
      (t) => pool.query('UPDATE "grant" SET expires_at = now() WHERE id = $1', [t.grantId]),
    ],
    ['the grant was renamed', (t) => pool.query(`UPDATE "grant" SET label = 'x' WHERE id = $1`, [t.grantId])],
    [
      'the token was rotated',
      (t) => pool.query(`UPDATE "grant" SET token_digest = 'x' WHERE id = $1`, [t.grantId]),
    ],
    [
      'the grant lost the server',
      (t) => pool.query('DELETE FROM grant_server WHERE grant_id = $1', [t.grantId]),
    ],
    [
      'the grant lost its policy',
      (t) => pool.query('UPDATE grant_server SET policy_id = NULL WHERE grant_id = $1', [t.grantId]),
    ],
    ['a version was published', (t) => publish(pool, t, { version: '1', default: 'deny' })],
    ['the same text was published again', (t) => publish(pool, t, { version: '1', default: 'allow' })],
    [
      'the server moved',
      (t) => pool.query(`UPDATE server SET url = 'http://127.0.0.1:1/' WHERE id = $1`, [t.serverId]),
    ],
    ['the server was removed', (t) => pool.query('DELETE FROM server WHERE id = $1', [t.serverId])],
    ['the tool changed', (t) => pool.query(`UPDATE tool SET hash = 'x' WHERE server_id = $1`, [t.serverId])],
    [
      'another definition was accepted',
      (t) => pool.query(`UPDATE tool SET pinned_hash = 'x' WHERE server_id = $1`, [t.serverId]),
    ],
    [
      'the tool vanished',
      (t) => pool.query('UPDATE tool SET present = false WHERE server_id = $1', [t.serverId]),
    ],
    ['the tool was removed', (t) => pool.query('DELETE FROM tool WHERE server_id = $1', [t.serverId])],
    ['the member left', (t) => pool.query('DELETE FROM member WHERE user_id = $1', [t.userId])],
    [
      'the e-mail address changed',
      (t) => pool.query(`UPDATE "user" SET email = id || '@x.test' WHERE id = $1`, [t.userId]),
    ],
  ]

  it.each(changes)('is stale, takes nothing and leaves no record: %s', async (_, change) => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    await change(tenant)
    const alone = callOf(facts, allow())
    expect(await admitAlone(pool, { call: alone, shape: shapeOf(alone) })).toBeNull()
    expect(await statusOf(callOf(facts, allow(drawOf())))).toBe('stale')
    const denied = { ...allow(), effect: 'deny' as const, rule: '(hidden)', reason: 'hidden' as const }
    expect(await statusOf(callOf(facts, denied))).toBe('stale')
    expect(await recordsOf(tenant.organisationId)).toEqual([])
    expect((await usedOf(tenant.organisationId)).every((used) => used === '0')).toBe(true)
  })

  it('is stale where a tool was unknown and is known now', async () => {
    const tenant = await seedTenant(pool)
    const facts = await factsOf(tenant)
    expect(facts.tool).toBeNull()
    expect(await statusOf(callOf(facts, allow(), { tool: 'create' }))).toBe('admitted')
    await pool.query(
      `INSERT INTO tool (organisation_id, server_id, name, position, definition, hash, category, severity, confidence, evidence)
       VALUES ($1, $2, 'create', 0, '{}', 'h', 'Other', 'Medium', 1, '[]')`,
      [tenant.organisationId, tenant.serverId],
    )
    expect(await statusOf(callOf(facts, allow(), { tool: 'create' }))).toBe('stale')
  })

  it('[E13] is stale outside the time it holds for, by the database’s clock', async () => {
    const facts = await factsOf(await newTenant())
    const holding = (from: number, until: number) => callOf(facts, { ...allow(), holds: { from, until } })
    expect(await statusOf(holding(facts.at - 60_000, facts.at + 60_000))).toBe('admitted')
    expect(await statusOf(holding(facts.at - 60_000, facts.at))).toBe('stale')
    expect(await statusOf(holding(facts.at + 60_000, facts.at + 120_000))).toBe('stale')
  })

  it('never matches another organisation’s ids', async () => {
    const [ours, theirs] = [await newTenant(), await newTenant()]
    const facts = await factsOf(ours)
    const mixed: Facts[] = [
      { ...facts, organisationId: theirs.organisationId },
      { ...facts, grant: { ...facts.grant, id: theirs.grantId } },
      { ...facts, server: facts.server && { ...facts.server, id: theirs.serverId } },
      { ...facts, policyVersionId: (await factsOf(theirs)).policyVersionId },
    ]
    for (const wrong of mixed) expect(await statusOf(callOf(wrong, allow()))).toBe('stale')
    expect(
      await findFacts(
        pool,
        { organisationId: theirs.organisationId, digest: ours.tokenDigest },
        ours.serverId,
        null,
      ),
    ).toBeNull()
    const foreign = { organisationId: ours.organisationId, digest: ours.tokenDigest }
    expect((await findFacts(pool, foreign, theirs.serverId, 'create'))?.server).toBeNull()
  })
})

describe('a record', () => {
  it('is written with the admission, and for refusals too', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const draw = drawOf({ max: '1' })
    await admit(callOf(facts, allow(draw)))
    await admit(callOf(facts, allow(draw)))
    await admit(
      callOf(facts, {
        ...allow(),
        effect: 'deny',
        rule: '/tools/create/deny_if/0',
        reason: 'condition-met',
        message: 'No.',
      }),
    )
    await admit(
      callOf(facts, {
        ...allow(),
        effect: 'await',
        rule: '/tools/create/require_approval',
        reason: 'approval-needed',
      }),
    )
    const rows = (await recordsOf(tenant.organisationId)).sort((a, b) => a.at - b.at)
    expect(rows.map((row) => [row.decision, row.reason, row.outcome])).toEqual([
      ['allow', 'allowed', 'open'],
      ['deny', 'limit-reached', 'refused'],
      ['deny', 'condition-met', 'refused'],
      ['await', 'approval-needed', 'refused'],
    ])
    expect(rows[0]).toMatchObject({
      tool: 'create',
      method: 'tools/call',
      argument_names: ['path'],
      policy_version_id: facts.policyVersionId,
      tool_hash: facts.tool?.pinnedHash,
      detail: { client: 'test', taken: [{ counter: 'rate', amount: '1', max: '1' }] },
    })
    expect(rows[1]?.detail.refused).toMatchObject({ remaining: 0, counter: 'rate' })
    expect(rows[2]?.message).toBe('No.')
    expect(rows[1]?.closed_at).not.toBeNull()
  })

  it('[L6] gives back exactly what was taken, once, where nothing was sent', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const fixed = drawOf({ counter: 'a', amount: '2.5' })
    const sliding = drawOf({ counter: 'b', algorithm: 'sliding', window: 60, max: '1' })
    const call = callOf(facts, allow(fixed, sliding))
    await admit(callOf(facts, allow(fixed)))
    expect(await statusOf(call)).toBe('admitted')
    const outcomes = createOutcomes(pool)
    const key = { organisationId: tenant.organisationId, id: call.id, at: null }
    outcomes.giveBack(key)
    outcomes.giveBack(key)
    await outcomes.drain()
    expect((await usedOf(tenant.organisationId)).sort()).toEqual(['0', '2.5'])
    expect(await statusOf(callOf(facts, allow(sliding)))).toBe('admitted')
    const record = (await recordsOf(tenant.organisationId)).find((row) => row.id === call.id)
    expect(record).toMatchObject({ outcome: 'not_sent' })
  })

  it('is closed once, and a closed one gives nothing back', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const call = callOf(facts, allow(drawOf()))
    await admit(call)
    const outcomes = createOutcomes(pool)
    const key = { organisationId: tenant.organisationId, id: call.id, at: null }
    outcomes.close(key, {
      outcome: 'ok',
      upstreamStatus: 200,
      latencyMs: 12.5,
      gatewayMs: 0.5,
      responseBytes: 99,
    })
    await outcomes.drain()
    outcomes.close(key, {
      outcome: 'upstream_error',
      upstreamStatus: 500,
      latencyMs: 1,
      gatewayMs: 0.5,
      responseBytes: 1,
    })
    outcomes.giveBack(key)
    outcomes.touch(tenant.organisationId, tenant.grantId)
    await outcomes.drain()
    const [record] = await recordsOf(tenant.organisationId)
    expect(record).toMatchObject({
      outcome: 'ok',
      upstream_status: 200,
      latency_ms: 12.5,
      response_bytes: 99,
    })
    expect(await usedOf(tenant.organisationId)).toEqual(['1'])
    const { rows } = await pool.query('SELECT last_used_at, revision FROM "grant" WHERE id = $1', [
      tenant.grantId,
    ])
    expect(rows[0]).toMatchObject({ last_used_at: expect.any(Date), revision: 1 })
  })
})

describe('a batch', () => {
  it('refuses a value that Postgres cannot hold before it enters', async () => {
    const facts = await factsOf(await newTenant())
    const admission = createAdmission(pool, () => {})
    const poisoned = callOf(facts, allow(), { argumentNames: ['a\0b'] })
    const sound = callOf(facts, allow())
    const waiting = admission.admit(sound)
    await expect(admission.admit(poisoned)).rejects.toThrow('cannot be recorded')
    for (const wrong of [
      { max: 'NaN' },
      { amount: '-1' },
      { amount: '1e9' },
      { window: 0 },
      { counter: '\ud800' },
    ])
      await expect(admission.admit(callOf(facts, allow(drawOf(wrong))))).rejects.toThrow('cannot be recorded')
    expect((await waiting).status).toBe('admitted')
  })

  it('admits through the queue exactly as many as alone', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    const admissions = [createAdmission(pool, () => {}), createAdmission(pool, () => {})]
    const calls = Array.from({ length: 200 }, () => callOf(facts, allow(drawOf({ max: '17' }))))
    const verdicts = await Promise.all(calls.map((call, i) => admissions[i % 2]?.admit(call)))
    expect(verdicts.filter((verdict) => verdict?.status === 'admitted')).toHaveLength(17)
    const records = await recordsOf(tenant.organisationId)
    expect(records.reduce((sum, row) => sum + row.repeats, 0)).toBe(200)
  })

  it('equals the same calls one by one, and a model that never saw SQL', async () => {
    const drawIn = fc.record({
      counter: fc.constantFrom('a', 'b'),
      scope: fc.constantFrom('grant' as const, 'organisation' as const),
      algorithm: fc.constantFrom('fixed' as const, 'sliding' as const),
      max: fc.constantFrom('0', '1', '3', '7.5'),
      amount: fc.constantFrom('0', '0.1', '1', '2', '5'),
    })
    const callIn = fc.record({
      tenant: fc.integer({ min: 0, max: 1 }),
      ghost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      denied: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      draws: fc.array(drawIn, { maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(callIn, { minLength: 1, maxLength: 24 }), async (shapes) => {
        const world = async () => {
          const tenants = [await newTenant(), await newTenant()]
          return Promise.all(tenants.map((tenant) => factsOf(tenant)))
        }
        const make = (facts: readonly Facts[]) =>
          shapes.map((shape) => {
            const own = facts[shape.tenant] as Facts
            const used = shape.ghost ? { ...own, grant: { ...own.grant, id: 'ghost' } } : own
            const draws = shape.draws.map((draw, i) =>
              drawOf({ ...draw, rule: `/${i}`, window: draw.algorithm === 'fixed' ? 'month' : 86_400 }),
            )
            const decision = shape.denied
              ? { ...allow(), effect: 'deny' as const }
              : allow(...oneAmount(draws))
            return callOf(used, decision)
          })
        const together = make(await world())
        const alone = make(await world())
        const verdicts = await admitBatch(pool, together)
        const batched = together.map((call) => seen(verdicts.get(call.id)))
        const single = []
        for (const call of alone) single.push(seen(await admit(call)))
        expect(batched).toEqual(single)
        expect(batched).toEqual(modelOf(alone))
      }),
      { numRuns: 40 },
    )
  })
})

// Limits that share a counter in one call take one amount (the policy parser sees to it).
function oneAmount(draws: readonly Draw[]): Draw[] {
  return draws.map((draw) => {
    const first = draws.find((each) => each.counter === draw.counter && each.scope === draw.scope)
    return first ? { ...draw, amount: first.amount } : draw
  })
}

function seen(verdict: Verdict | 'retry' | undefined): unknown {
  if (!verdict || verdict === 'retry') return verdict
  return verdict.status === 'limit' ? [verdict.draw.rule, Number(verdict.remaining)] : verdict.status
}

function modelOf(calls: readonly DecidedCall[]): unknown[] {
  const used = new Map<string, string>()
  return calls.map(({ facts, decision }) => {
    if (facts.grant.id === 'ghost') return 'stale'
    if (decision.effect !== 'allow') return 'refused'
    const keyOf = (draw: Draw) => [facts.organisationId, draw.scope, draw.counter, draw.algorithm].join('/')
    const usedBy = (draw: Draw) => used.get(keyOf(draw)) ?? '0'
    for (const draw of decision.draws) {
      const total = addDecimals(usedBy(draw), draw.amount)
      if (draw.max === '0' || compareDecimals(total, draw.max) > 0)
        return [draw.rule, Math.max(0, Number(addDecimals(draw.max, `-${usedBy(draw)}`)))]
    }
    const taken = new Map(decision.draws.map((draw) => [keyOf(draw), draw]))
    for (const [key, draw] of taken) used.set(key, addDecimals(usedBy(draw), draw.amount))
    return 'admitted'
  })
}
