// P1: a limit of N lets exactly N through, across all replicas, also while they are killed and one of
// them has its clock an hour off.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kind } from './client.ts'
import { overAdmissions, overAltogether, type Take } from './count.ts'
import { type Caller, countOf, LIMITED, type LimitedTool, limitsPolicy } from './limits.ts'
import type { Random } from './random.ts'
import { type AdmittedRecord, admittedRecords } from './records.ts'
import { type Result, resultOf } from './result.ts'
import type { Stage } from './stage.ts'
import { readyReplica, startStorm } from './storm.ts'
import { type Grant, makeTenant, type Tenant } from './tenant.ts'
import type { Seen } from './upstream.ts'

export type LimitSizes = {
  readonly calls: number
  readonly tenants: number
  readonly grants: number
  readonly concurrency: number
  readonly killEveryMs: number
  /** The load goes on until there were this many. */
  readonly kills: number
}
type Actor = Caller & { readonly tenant: Tenant; readonly token: string }
type Made = { readonly limited: LimitedTool; readonly actor: Actor; readonly amount: number; kind: Kind }

const CLAIM = 'A limit of N lets exactly N calls through, across all replicas, also while they are killed.'

export async function proveExactLimits(
  stage: Stage,
  sizes: LimitSizes,
  random: Random,
  say: (line: string) => void,
): Promise<Result> {
  const since = Date.now()
  const actors = await makeActors(stage, sizes)
  const made = new Map<number, Made>()
  const callOnce = async (limited: LimitedTool, actor: Actor, amount: number) => {
    const number = stage.next()
    const one: Made = { limited, actor, amount, kind: 'lost' }
    made.set(number, one)
    if (made.size % Math.min(50_000, Math.ceil(sizes.calls / 5)) === 0) say(`limits: ${made.size} calls`)
    const replica = await readyReplica(stage, random)
    const answer = await stage.client.call(replica.origin, {
      number,
      serverId: actor.tenant.serverId,
      token: actor.token,
      tool: limited.tool,
      ...(limited.amounts && { amount: String(amount / 100) }),
      ...(limited.inSession
        ? { era: 'legacy', session: actor.session }
        : { era: random.pick(['legacy', 'modern']) }),
    })
    one.kind = answer.kind
    return answer
  }

  const storm = startStorm(stage, sizes.killEveryMs, random)
  const begun = performance.now()
  const load = async () => {
    while (made.size < sizes.calls || storm.kills() < sizes.kills) {
      const limited = random.pick(LIMITED)
      await callOnce(limited, random.pick(actors), random.pick(limited.amounts ?? [100]))
    }
  }
  await Promise.all(Array.from({ length: sizes.concurrency }, load))
  const seconds = (performance.now() - begun) / 1000
  await storm.calm()
  say(`limits: ${made.size} calls in ${Math.round(seconds)} s, ${storm.kills()} kills; filling up`)

  // What is left in the long windows must be exactly what was not taken: it is asked for until it is gone.
  await Promise.all(actors.map((actor) => fillUp(actor, callOnce)))
  const seen = (await stage.upstream.journal()).filter(({ call }) => made.has(call))
  const records: AdmittedRecord[] = []
  for (const { organisationId } of new Set(actors.map(({ tenant }) => tenant)))
    for (const record of await admittedRecords(stage, organisationId)) records.push(record)
  const takes = takesOf(seen, made, records)
  const under = shortfalls(actors, takes, made, since)
  return resultOf(
    'Exact limits',
    CLAIM,
    made.size,
    {
      'over-admissions, by the window of each record': overAdmissions(takes),
      'over-admissions, by the journal alone': overAltogether(takes, since, Date.now()),
      'amounts that changed on the way': seen.filter(({ call, amount }) => made.get(call)?.amount !== amount)
        .length,
      'room lost beyond what was in flight at a kill': under.unexplained,
    },
    {
      replicas: stage.replicas.length,
      'replicas with a clock that is an hour off': stage.replicas.filter(({ shiftMs }) => shiftMs !== 0)
        .length,
      'SIGKILLs of a replica': storm.kills(),
      'calls at once': sizes.concurrency,
      counts: new Set(takes.map(({ count }) => count)).size,
      'seen by the upstream': seen.length,
      'refused by a limit': [...made.values()].filter(({ kind }) => kind === 'limit').length,
      'cut off by a kill': [...made.values()].filter(({ kind }) => kind === 'lost').length,
      'taken by calls that were cut off before they left': under.lost,
      'calls per second, kills included': Math.round(made.size / seconds),
    },
  )
}

async function makeActors(stage: Stage, { tenants, grants }: LimitSizes): Promise<Actor[]> {
  const actors: Actor[] = []
  for (let nth = 0; nth < tenants; nth++) {
    const tenant = await makeTenant(stage, limitsPolicy(), grants)
    for (const grant of tenant.grants) actors.push(await actorOf(stage, tenant, grant))
  }
  return actors
}

async function actorOf(stage: Stage, tenant: Tenant, grant: Grant): Promise<Actor> {
  const origin = stage.replicas[0]?.origin ?? ''
  const session = await stage.client.open(origin, { serverId: tenant.serverId, token: grant.token })
  return { organisation: tenant.organisationId, grant: grant.id, session, tenant, token: grant.token }
}

type CallOnce = (
  limited: LimitedTool,
  actor: Actor,
  amount: number,
) => Promise<{ kind: Kind; rule: string | null }>

async function fillUp(actor: Actor, callOnce: CallOnce): Promise<void> {
  for (const limited of LIMITED) {
    const long = limited.limits.find(isLong)
    if (!long) continue
    let refusals = 0
    for (;;) {
      const { kind, rule } = await callOnce(limited, actor, Math.min(...(limited.amounts ?? [100])))
      if (kind === 'limit' && rule?.endsWith(`/limits/${long.counter}`)) break
      // The short window of a tool with two limits is full: it opens again. A store that is too busy says
      // no; what that call took, if anything, is among what nobody knows.
      if (kind === 'limit' || (kind === 'unavailable' && ++refusals < MAX_REFUSALS)) await sleep(200)
      else if (kind !== 'answered')
        throw new Error(`A call was answered with "${kind}" where nothing was wrong.`)
    }
  }
}

// A minute's worth, for one tool of one actor.
const MAX_REFUSALS = 300

// Long enough that no run leaves it.
function isLong({ seconds }: { seconds: number }): boolean {
  return seconds >= 86_400
}

function takesOf(
  seen: readonly Seen[],
  made: ReadonlyMap<number, Made>,
  records: readonly AdmittedRecord[],
): Take[] {
  const times = new Map(records.map(({ call, at }) => [call, at]))
  return seen.flatMap(({ call, amount, at }) => {
    const one = made.get(call)
    if (!one) return []
    return one.limited.limits.map((limit) => ({
      count: countOf(limit, one.actor),
      limit,
      amount,
      at: times.get(call) ?? at * 1000,
    }))
  })
}

// Room that nobody got: at most what calls took that were cut off between their admission and the upstream.
function shortfalls(
  actors: readonly Actor[],
  takes: readonly Take[],
  made: ReadonlyMap<number, Made>,
  since: number,
): { lost: number; unexplained: number } {
  const taken = new Map<string, number>()
  for (const { count, amount } of takes) taken.set(count, (taken.get(count) ?? 0) + amount)
  const doubtful = new Map<string, number>()
  for (const { limited, actor, amount, kind } of made.values())
    if (kind === 'lost' || kind === 'unavailable' || kind === 'failed')
      for (const limit of limited.limits) {
        const count = countOf(limit, actor)
        doubtful.set(count, (doubtful.get(count) ?? 0) + amount)
      }
  const counts = new Map<string, number>()
  for (const actor of actors)
    for (const limit of LIMITED.flatMap(({ limits }) => limits).filter(isLong))
      counts.set(countOf(limit, actor), limit.max)
  // Over midnight a second window opens, and what is left of the first is nobody's.
  const isOneDay = Math.floor(since / 86_400_000) === Math.floor(Date.now() / 86_400_000)
  let lost = 0
  let unexplained = 0
  for (const [count, max] of counts) {
    const short = Math.max(0, max - (taken.get(count) ?? 0))
    lost += short
    if (isOneDay && short > (doubtful.get(count) ?? 0)) unexplained++
  }
  return { lost: lost / 100, unexplained }
}
