// P2, P4: what cannot be recorded does not happen, and what was acknowledged is never lost. Postgres is
// killed under load, stays away for a while, and comes back on what its disk holds.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './client.ts'
import type { Random } from './random.ts'
import { admittedRecords, joinRecords } from './records.ts'
import { type Result, resultOf } from './result.ts'
import type { Stage } from './stage.ts'
import { readyReplica } from './storm.ts'
import { makeTenant, type Tenant } from './tenant.ts'

export type KillSizes = {
  readonly rounds: number
  readonly concurrency: number
  /** Calls that must be answered before each kill, and refused while the database is away. */
  readonly before: number
  readonly during: number
  readonly recoveryMs: number
}
type Made = Answer & { readonly call: number; readonly origin: string }

const CLAIM =
  'With its database killed, the gateway forwards nothing, loses no record that it acknowledged, and serves again within ten seconds.'
const POLICY = {
  version: '1',
  default: 'allow',
  tools: {
    per_day: { limits: [{ counter: 'per_day', window: 'day', max: 1_000_000 }] },
    one: { action: 'deny' },
  },
}
const TOOLS = ['free', 'free', 'per_day', 'per_day', 'one']

export async function proveDatabaseKills(
  stage: Stage,
  sizes: KillSizes,
  random: Random,
  say: (line: string) => void,
): Promise<Result> {
  const tenant = await makeTenant(stage, POLICY, 4)
  const made: Made[] = []
  const stop = new AbortController()
  const load = loadUntil(stop.signal, stage, tenant, sizes.concurrency, random, made)
  const down: { from: number; until: number }[] = []
  let slow = 0
  let slowest = 0
  for (let round = 0; round < sizes.rounds; round++) {
    await progress(made, sizes.before)
    await stage.database.kill(round % 2 === 0 ? 'first' : 'whole')
    const from = performance.now()
    await progress(made, sizes.during)
    const until = performance.now()
    down.push({ from, until })
    await stage.database.start()
    const recovery = (await servedByAll(stage, made, performance.now())) - until
    if (recovery > sizes.recoveryMs) slow++
    slowest = Math.max(slowest, recovery)
    say(
      `database: round ${round + 1} of ${sizes.rounds}, served again by all replicas after ${Math.round(recovery)} ms`,
    )
  }
  stop.abort()
  await load

  const asked = new Set(made.map(({ call }) => call))
  const seen = (await stage.upstream.journal()).filter(({ call }) => asked.has(call))
  const records = await admittedRecords(stage, tenant.organisationId)
  const joined = joinRecords(seen, records)
  const recorded = new Set(records.map(({ call }) => call))
  const cameUp = new Set(seen.map(({ call }) => call))
  const whileDown = made.filter(({ startedAt, endedAt }) =>
    down.some(({ from, until }) => startedAt > from && endedAt < until),
  )
  const acknowledged = made.filter(({ kind }) => kind === 'answered')
  return resultOf(
    'Database killed',
    CLAIM,
    made.length,
    {
      'acknowledged calls whose record was lost': acknowledged.filter(({ call }) => !recorded.has(call))
        .length,
      'refusals told with a record that was lost': await lostRefusals(stage, tenant, made),
      'seen by the upstream without a record': joined.missing,
      'recorded twice, or forwarded twice': joined.double,
      'recorded after they were forwarded': joined.late,
      'forwarded while the database was away': whileDown.filter(
        ({ kind, call }) => kind === 'answered' || cameUp.has(call),
      ).length,
      'refused without a sentence while it was away': whileDown.filter(
        ({ kind, sentence }) => kind !== 'answered' && sentence === '',
      ).length,
      // No replica is killed here, so none may break off or keep silent.
      'never answered within a minute': made.filter(({ kind }) => kind === 'lost').length,
      'rounds in which a replica needed more than its time': slow,
    },
    {
      'SIGKILLs of Postgres': sizes.rounds,
      'of which of all its processes at once': Math.floor(sizes.rounds / 2),
      'calls at once': sizes.concurrency,
      acknowledged: acknowledged.length,
      'seen by the upstream': seen.length,
      'asked and answered while it was away': whileDown.length,
      'slowest return of a replica, ms after Postgres was started again': Math.round(slowest),
    },
  )
}

async function loadUntil(
  signal: AbortSignal,
  stage: Stage,
  tenant: Tenant,
  concurrency: number,
  random: Random,
  made: Made[],
): Promise<void> {
  const one = async () => {
    while (!signal.aborted) {
      const { origin } = await readyReplica(stage, random)
      const grant = random.pick(tenant.grants)
      const call = stage.next()
      const answer = await stage.client.call(origin, {
        number: call,
        serverId: tenant.serverId,
        token: grant.token,
        tool: random.pick(TOOLS),
        era: random.pick(['legacy', 'modern']),
      })
      made.push({ ...answer, call, origin })
      // A client that was refused for want of a database would wait, too.
      if (answer.kind === 'unavailable') await sleep(20)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
}

async function progress(made: readonly Made[], more: number): Promise<void> {
  const until = made.length + more
  while (made.length < until) await sleep(10)
}

/** @returns when the last of the replicas had answered a call that started after `since` */
async function servedByAll(stage: Stage, made: readonly Made[], since: number): Promise<number> {
  const served = new Map<string, number>()
  for (let next = made.length; served.size < stage.replicas.length; await sleep(5)) {
    for (; next < made.length; next++) {
      const one = made[next]
      if (one?.kind === 'answered' && one.startedAt > since && !served.has(one.origin))
        served.set(one.origin, one.endedAt)
    }
  }
  return Math.max(...served.values())
}

// A refusal names its record. Equal refusals may share one row; that row must be there.
async function lostRefusals(stage: Stage, tenant: Tenant, made: readonly Made[]): Promise<number> {
  const told = new Set(made.flatMap(({ record }) => record ?? []))
  const found = await stage.sql<{ id: string }>(
    'SELECT id FROM call WHERE organisation_id = $1 AND id = ANY($2)',
    [tenant.organisationId, [...told]],
  )
  return told.size - found.length
}
