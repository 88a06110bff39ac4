// The queue on a real Postgres: who waits for whom. Judged by the order of service, never by the clock.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch, type DecidedCall } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { createAdmission, createPool } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedTenant } from './testing/tenant.ts'

let pool: pg.Pool
let other: pg.Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url, { max: 10 })
  other = createPool(database.url, { max: 4 })
  // A value that passes every check and that SQL refuses all the same.
  await pool.query(`CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.argument_names @> '{poison}' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$`)
  await pool.query(
    'CREATE TRIGGER refuse_poison BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION refuse_poison()',
  )
})
afterAll(async () => {
  await pool.end()
  await other.end()
  await drop()
})

async function newFacts(): Promise<Facts> {
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  return facts
}
const poisonOf = (facts: Facts) => callOf(facts, allow(), { argumentNames: ['poison'] })
const admissionOn = (on: pg.Pool = pool) => createAdmission(on, () => {})

/** The same pool, with the ids of every batch that is sent through it. */
function watched(): { on: pg.Pool; batches: string[][] } {
  const batches: string[][] = []
  const query = (statement: pg.QueryConfig) => {
    if (statement.text.includes('admit_calls'))
      batches.push(String(statement.values?.[2]).match(/call_\w+/g) ?? [])
    return pool.query(statement)
  }
  return { on: Object.create(pool, { query: { value: query } }) as pg.Pool, batches }
}
/** Locks one organisation's counters as a replica would that stopped in the middle of its transaction. */
async function holdCounters(facts: Facts): Promise<() => Promise<void>> {
  const client = await other.connect()
  await client.query('BEGIN')
  await client.query('SET LOCAL statement_timeout = 0')
  await client.query('SELECT FROM counter WHERE organisation_id = $1 FOR UPDATE', [facts.organisationId])
  return async () => {
    await client.query('COMMIT')
    client.release()
  }
}
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  const unsettled = Symbol('unsettled')
  return (await Promise.race([promise.catch(() => null), Promise.resolve(unsettled)])) !== unsettled
}

describe('an organisation with much waiting', () => {
  it('(promise P9) delays another by one batch at most, and is told when it may wait no more', async () => {
    const [loud, quiet] = [await newFacts(), await newFacts()]
    const admission = admissionOn()
    const served: string[] = []
    const pile = Array.from({ length: 1200 }, () => admission.admit(callOf(loud, allow())))
    const settled = Promise.allSettled(pile.map((each) => each.then(() => served.push('loud'))))
    await admission.admit(callOf(quiet, allow()))
    expect(served.length).toBeLessThanOrEqual(2 * 64)
    const refused = (await settled).filter((each) => each.status === 'rejected')
    expect(refused).toHaveLength(1200 - 1000)
    expect(refused[0]?.reason).toMatchObject({ code: 'too-many-at-once', status: 429 })
    const { rows } = await pool.query('SELECT sum(repeats)::int AS n FROM call WHERE organisation_id = $1', [
      loud.organisationId,
    ])
    expect(rows[0]?.n).toBe(1000)
  }, 30_000)

  it('says that too many wait where its turn did not come within 3 s, and leaves no trace', async () => {
    const facts = await newFacts()
    let at = 0
    const admission = createAdmission(
      pool,
      () => {},
      () => at,
    )
    const call = callOf(facts, allow())
    const answer = admission.admit(call)
    at = 3000
    await expect(answer).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('Too many requests wait'),
    })
    expect((await pool.query('SELECT 1 FROM call WHERE id = $1', [call.id])).rows).toEqual([])
  })
})

describe('calls that come in one turn', () => {
  it('go in one batch: the first of them waits for the others, and not they for it', async () => {
    const facts = await newFacts()
    const { on, batches } = watched()
    const admission = admissionOn(on)
    const calls = Array.from({ length: 20 }, () => callOf(facts, allow()))
    await Promise.all(calls.map((call) => admission.admit(call)))
    expect(batches.map((batch) => batch.length)).toEqual([20])
  })
})

describe('calls that came while a batch was under way', () => {
  it('are sent before the callers of that batch hear of it, who do not wait for the answer', async () => {
    const facts = await newFacts()
    const order: string[] = []
    // The second one is answered once the first caller has heard.
    const query = async (statement: pg.QueryConfig) => {
      order.push('sent')
      if (order.length > 1) await first
      return pool.query(statement)
    }
    const admission = admissionOn(Object.create(pool, { query: { value: query } }) as pg.Pool)
    const first = admission.admit(callOf(facts, allow())).then(() => order.push('heard'))
    while (order.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const second = admission.admit(callOf(facts, allow())).then(() => order.push('heard'))
    await Promise.all([first, second])
    expect(order).toEqual(['sent', 'sent', 'heard', 'heard'])
  })
})

describe('a refusal that repeats one of a moment ago', () => {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const denied = (facts: Facts) => callOf(facts, { ...allow(), effect: 'deny', reason: 'not-listed' })
  // A limit that never has room, and one that has none today.
  const full = (facts: Facts, max: string) => callOf(facts, allow(drawOf({ max, amount: '2' })))

  it.each([
    ['by the policy', denied, 'refused'],
    ['by a limit of 0', (facts: Facts) => full(facts, '0'), 'limit'],
    ['by a full limit', (facts: Facts) => full(facts, '1'), 'limit'],
  ])('waits for others that come a little later: refused %s', async (_, make, status) => {
    const facts = await newFacts()
    const { on, batches } = watched()
    const admission = admissionOn(on)
    await admission.admit(make(facts))
    const verdicts: Promise<{ status: string }>[] = []
    for (let i = 0; i < 5; i++) {
      verdicts.push(admission.admit(make(facts)))
      await turn()
    }
    expect((await Promise.all(verdicts)).map((verdict) => verdict.status)).toEqual(Array(5).fill(status))
    expect(batches.map((batch) => batch.length)).toEqual([1, 5])
    const { rows } = await pool.query('SELECT sum(repeats)::int AS n FROM call WHERE organisation_id = $1', [
      facts.organisationId,
    ])
    expect(rows[0]?.n).toBe(6)
  })

  it('neither holds up calls that wait for nobody, nor travels with them', async () => {
    const [loud, quiet] = [await newFacts(), await newFacts()]
    const { on, batches } = watched()
    const admission = admissionOn(on)
    await admission.admit(denied(loud))
    const repeated = admission.admit(denied(loud))
    await turn()
    expect(batches).toHaveLength(1)
    const calls = [callOf(quiet, allow()), callOf(quiet, allow())]
    const verdicts = await Promise.all(calls.map((call) => admission.admit(call)))
    expect(verdicts.map(({ status }) => status)).toEqual(['admitted', 'admitted'])
    expect((await repeated).status).toBe('refused')
    expect(batches).toHaveLength(3)
    expect(batches).toContainEqual(calls.map(({ id }) => id))
  })

  it('does not wait while a full batch of them waits already', async () => {
    const facts = await newFacts()
    const { on, batches } = watched()
    const admission = admissionOn(on)
    await admission.admit(denied(facts))
    await Promise.all(Array.from({ length: 64 }, () => admission.admit(denied(facts))))
    expect(batches.map((batch) => batch.length)).toEqual([1, 64])
  })
})

describe('a poisoned call', () => {
  it('(promise P9) is refused alone, costs another organisation one more try, and the next one costs it none', async () => {
    const tenants = [await newFacts(), await newFacts(), await newFacts()]
    const [poisoner] = tenants as [Facts, Facts, Facts]
    const { on, batches } = watched()
    const admission = admissionOn(on)
    const round = async () => {
      batches.length = 0
      const first = admission.admit(callOf(poisoner, allow()))
      const calls = Array.from({ length: 60 }, (_, i) => callOf(tenants[i % 3] as Facts, allow()))
      const poison = poisonOf(poisoner)
      const verdicts = Promise.all(calls.map((call) => admission.admit(call)))
      await expect(admission.admit(poison)).rejects.toMatchObject({ code: 'store-unavailable' })
      expect((await verdicts).every((verdict) => verdict.status === 'admitted')).toBe(true)
      await first
      const timesOf = (call: DecidedCall) => batches.filter((batch) => batch.includes(call.id)).length
      return Math.max(...calls.filter((call) => call.facts !== poisoner).map(timesOf))
    }
    expect(await round()).toBe(2)
    expect(await round()).toBe(1)
  })

  it('is found by halving among the calls of its own organisation', async () => {
    const facts = await newFacts()
    const admission = admissionOn()
    const first = admission.admit(callOf(facts, allow()))
    const rest = [callOf(facts, allow()), poisonOf(facts), callOf(facts, allow()), callOf(facts, allow())]
    const settled = await Promise.allSettled(rest.map((call) => admission.admit(call)))
    expect((await first).status).toBe('admitted')
    expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  })

  it('cannot be a call whose id waits already, nor come twice in a batch', async () => {
    const facts = await newFacts()
    const call = callOf(facts, allow())
    const admission = admissionOn()
    const first = admission.admit(call)
    await expect(admission.admit(call)).rejects.toMatchObject({ code: 'internal' })
    expect((await first).status).toBe('admitted')
    const twice = callOf(facts, allow())
    await expect(admitBatch(pool, [callOf(facts, allow()), twice, twice])).rejects.toThrow('one id')
    const { rowCount } = await pool.query('SELECT FROM call WHERE organisation_id = $1', [
      facts.organisationId,
    ])
    expect(rowCount).toBe(1)
  })
})

describe('a counter that another transaction holds', () => {
  it('(promise P9) holds up its own calls alone, and they are admitted when it is let go', async () => {
    const [slow, quiet] = [await newFacts(), await newFacts()]
    const admission = admissionOn()
    const draw = drawOf({ max: '100' })
    await admission.admit(callOf(slow, allow(draw)))
    const letGo = await holdCounters(slow)
    const held = [admission.admit(callOf(slow, allow(draw))), admission.admit(callOf(slow, allow(draw)))]
    for (let i = 0; i < 5; i++) {
      const calls = [callOf(quiet, allow(draw)), callOf(slow, allow())]
      const verdicts = await Promise.all(calls.map((call) => admission.admit(call)))
      expect(verdicts.map(({ status }) => status)).toEqual(['admitted', 'admitted'])
    }
    expect(await Promise.all(held.map(isSettled))).toEqual([false, false])
    await letGo()
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(['admitted', 'admitted'])
  })

  it('refuses them after a second of waiting, and takes nothing', async () => {
    const facts = await newFacts()
    const admission = admissionOn()
    const draw = drawOf({ max: '100' })
    await admission.admit(callOf(facts, allow(draw)))
    const letGo = await holdCounters(facts)
    await expect(admission.admit(callOf(facts, allow(draw)))).rejects.toMatchObject({
      code: 'store-unavailable',
    })
    await letGo()
    const { rows } = await pool.query('SELECT used FROM counter WHERE organisation_id = $1', [
      facts.organisationId,
    ])
    expect(rows).toEqual([{ used: '1' }])
  })

  it('[L1] is waited for, too, where its row is not committed yet', async () => {
    const [slow, quiet] = [await newFacts(), await newFacts()]
    const draw = drawOf({ max: '1' })
    const admission = admissionOn()
    const client = await other.connect()
    await client.query('BEGIN')
    // What another replica does in the middle of its transaction.
    const first = callOf(slow, allow(draw))
    await admitBatch(client as unknown as pg.Pool, [first], { patient: false })
    const second = admission.admit(callOf(slow, allow(draw)))
    expect((await admission.admit(callOf(quiet, allow(draw)))).status).toBe('admitted')
    expect(await isSettled(second)).toBe(false)
    await client.query('COMMIT')
    client.release()
    expect((await second).status).toBe('limit')
  })

  it('[F18] answers without its lock where it is full, and where the limit is 0', async () => {
    const facts = await newFacts()
    const full = drawOf({ max: '2' })
    const lowered = drawOf({ max: '1' })
    const closed = drawOf({ rule: '/closed', counter: 'closed', max: '0', amount: '0' })
    for (const _ of [1, 2]) await admitBatch(pool, [callOf(facts, allow(full))])
    const letGo = await holdCounters(facts)
    const draws = [full, lowered, closed]
    for (const patient of [true, false]) {
      const calls = draws.map((draw) => callOf(facts, allow(draw)))
      const verdicts = await admitBatch(pool, calls, { patient })
      expect(calls.map(({ id }) => verdicts.get(id))).toMatchObject([
        { status: 'limit', remaining: '0', draw: full },
        { status: 'limit', remaining: '0', draw: lowered },
        { status: 'limit', remaining: '0', draw: closed },
      ])
    }
    // The first limit without room is named, so one that is not full is waited for where it stands first.
    const wide = drawOf({ rule: '/wide', counter: 'wide', max: '9' })
    const call = callOf(facts, allow(wide, full))
    expect((await admitBatch(pool, [call], { patient: false })).get(call.id)).toMatchObject({ draw: full })
    const raised = callOf(facts, allow(drawOf({ max: '3' })))
    expect((await admitBatch(pool, [raised], { patient: false })).get(raised.id)).toBe('retry')
    await letGo()
    expect((await admitBatch(pool, [raised])).get(raised.id)).toMatchObject({ status: 'admitted' })
  })
})
