// Two organisations before one gateway: one that is measured, one that is its neighbour. What the neighbour does that is
// unusual is prepared here. Gateway, upstream and both loads are processes of their own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool, type Pool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { migrate } from '../../scripts/migrate.mjs'
import { startPostgres } from '../../scripts/postgres.mjs'
import { startGatewayProcess } from '../gateway/gateway-process.ts'
import { programOf, startNode } from '../gateway/process.ts'
import { startListening } from '../gateway/world.ts'

export type Party = {
  readonly tenant: Tenant
  /** Calls a tool by the clock, whatever becomes of the calls. @throws where an answer is not as expected */
  call(calling: Calling): Promise<Pace>
}
export type Calling = {
  readonly tool: string
  readonly perSecond: number
  readonly seconds: number
  /** What every answer is called (`ANSWERS`), or `none` where there may be no answer. */
  readonly expect: string
}
/** Milliseconds of one load. */
export type Pace = { readonly p50: number; readonly p99: number; readonly sent: number }

export type Neighbours = {
  readonly pool: Pool
  readonly gateway: { readonly pid: number }
  readonly postgresPid: number
  readonly measured: Party
  readonly neighbour: Party
  /** Puts so many events behind the neighbour's sliding limit, all of them within its window. */
  fillSlidingLimit(events: number): Promise<void>
  close(): Promise<void>
}

export const MILLION = 1_000_000
const MOST = 1_000_000_000
const PATIENCE_MS = 8000
const SHORT_PATIENCE_MS = 1500
// A sliding limit is at most 10,000: with amounts this small a million events fit in.
const SMALL = 0.005
const PART = 20_000
const limit = (counter: string, max: number, rest: object = {}) => ({
  limits: [{ counter, max, window: 'day', scope: 'grant', ...rest }],
})
const POLICY = {
  version: '1',
  default: 'deny',
  tools: {
    normal: limit('normal', MOST),
    hang: limit('hang', MOST),
    held: limit('held', MOST),
    sliding: limit('sliding', 10_000, {
      window: 86_400,
      algorithm: 'sliding',
      increment_from: 'args.amount',
    }),
    full: limit('full', 0),
    poison: {},
  },
}
const TOOLS = [...Object.keys(POLICY.tools), 'denied'].map((name) => ({
  name,
  inputSchema: { type: 'object', additionalProperties: true },
}))
/** What an answer is called, by a text that it alone holds. */
const ANSWERS = {
  '"text":"done"': 'done',
  'not-listed': 'denied',
  'limit-reached': 'full',
  'store-unavailable': 'unavailable',
}

export async function startNeighbours(): Promise<Neighbours> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const upstream = await startListening('upstream.mjs')
  const pool = createPool(postgres.url, { max: 2 })
  // A value that passes every check and that SQL refuses all the same.
  await pool.query(`CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.tool = 'poison' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$`)
  await pool.query(
    'CREATE TRIGGER refuse_poison BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION refuse_poison()',
  )
  const url = `http://127.0.0.1:${upstream.port}/mcp/1`
  const tenants = [
    await seedTenant(pool, { url, policy: POLICY, tools: TOOLS }),
    await seedTenant(pool, { url, policy: POLICY, tools: TOOLS }),
  ] as const
  await pool.query("UPDATE server SET next_read_at = 'infinity'")
  await pool.query('ANALYZE')
  const gateway = await startGatewayProcess(postgres.url)
  const loads = tenants.map(() => startNode([programOf('../neighbours/pace.mjs')]))
  const partyOf = (place: 0 | 1): Party => ({
    tenant: tenants[place],
    call: async ({ tool, perSecond, seconds, expect }) => {
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call' }
      const params = { name: tool, arguments: { amount: SMALL } }
      const word = await loads[place]?.ask<Pace & { answers: Record<string, number>; strange: string }>({
        port: gateway.port,
        path: `/mcp/${tenants[place].serverId}/`,
        token: tenants[place].token,
        body: JSON.stringify({ ...body, params }),
        perSecond,
        seconds,
        patienceMs: expect === 'none' ? SHORT_PATIENCE_MS : PATIENCE_MS,
        known: ANSWERS,
      })
      if (!word) throw new Error('there is no such load')
      if (expect !== 'none' && word.answers[expect] !== word.sent)
        throw new Error(`${tool}: expected “${expect}”, found ${JSON.stringify(word)}`)
      return word
    },
  })
  const [measured, neighbour] = [partyOf(0), partyOf(1)]

  return {
    pool,
    gateway,
    postgresPid: postgres.pid,
    measured,
    neighbour,
    async fillSlidingLimit(events) {
      await neighbour.call({ tool: 'sliding', perSecond: 1, seconds: 1, expect: 'done' })
      const of = [neighbour.tenant.organisationId]
      const first = await pool.query(
        'SELECT key, at::text, amount FROM counter_event WHERE organisation_id = $1',
        of,
      )
      const { key, at, amount } = first.rows[0] as { key: string; at: string; amount: string }
      // In parts: the pool gives no statement more than two seconds.
      for (let from = 1; from < events; from += PART)
        await pool.query(
          `INSERT INTO counter_event (organisation_id, key, at, call_id, amount, before)
           SELECT $1, $2, $3::timestamptz + i * interval '1 microsecond', 'c' || i, $4, i * $4::numeric
             FROM generate_series($5::int, $6::int) i`,
          [...of, key, at, amount, from, Math.min(from + PART, events) - 1],
        )
      await pool.query(
        `UPDATE counter SET used = $2::numeric * $3 WHERE organisation_id = $1 AND window_start = 'epoch'`,
        [...of, events, amount],
      )
      // What a database does after so many inserts it would do while we measure.
      await pool.query('VACUUM (ANALYZE) counter_event')
      await pool.query('CHECKPOINT')
    },
    async close() {
      await Promise.all(loads.map((load) => load.end()))
      await gateway.end()
      await upstream.end()
      await pool.end()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
