// Cuts the way of one kind of message at every await, one after the other, and looks what became of it:
// what went up, what is recorded, what the client was told, and whether the gateway goes on.
import { setTimeout as sleep } from 'node:timers/promises'
import { callMessage, type Harness } from '../../testing/harness.ts'
import type { Kind, Told } from './kinds.ts'
import { prepare, RUN_HEADER, type When } from './way.ts'

export type Swept = {
  readonly kind: string
  readonly when: When
  /** Awaits that were made to fail, each by its place: file and line. */
  readonly sites: readonly string[]
  readonly forwarded: number
  /** What went wrong, one sentence each. */
  readonly wrong: readonly string[]
}

const MAX_AWAITS = 500
const PATIENCE_MS = 15_000

/** Until an await is named that the message never comes to: then all of them have failed once. */
export async function sweep(gate: Harness, kind: Kind, when: When): Promise<Swept> {
  const sites: string[] = []
  const wrong: string[] = []
  let forwarded = 0
  // What a broken statement answers it answers to all who share it; an await is one call's own.
  const isAwait = when === 'before' || when === 'after'
  const bystander = await gate.tenant()
  // A statement is shared with others at times, and is then awaited on their way instead of this one: where
  // nothing failed in company, the message goes again alone. Only alone it can be through.
  let isAlone = false
  for (let nth = 0; nth < MAX_AWAITS; ) {
    const tenant = await gate.tenant(kind.policy)
    const send = await kind.prepare(gate, tenant)
    await gate.deps.outcomes.drain()
    const { name, run } = prepare(when, nth)
    const key = `n_${name.slice(4)}_${when}`
    const upBefore = gate.upstream.seen.length
    const recordsBefore = await recordsOf(gate, tenant.organisationId)
    // Others that are under way at the same moment share its batch, and must not share its fate.
    const others = (isAlone || !isAwait ? [] : [0, 1]).map((each) =>
      within(gate.post(bystander, callMessage('echo', { [`${key}_${each}`]: 1 }))),
    )
    const told = await within(send({ [RUN_HEADER]: name }, key))
    const site = run.hit ?? ''
    const say = (what: string) => void wrong.push(`${kind.name}, ${when} ${site}: ${what}`)

    for (const other of await Promise.all(others))
      if (other === LATE) say('another call was never answered')
      else if (isAwait && other.status !== 200 && other.status !== 503)
        say(`another call was answered with ${other.status}`)
    if (told === LATE) say('the client was never answered')
    await gate.deps.outcomes.drain()
    run.isOver = true
    const up = gate.upstream.seen.slice(upBefore).filter(({ body }) => kind.isUp(body, key)).length
    forwarded += up
    const records = (await recordsOf(gate, tenant.organisationId)) - recordsBefore
    if (up > 1) say('it went up twice')
    if (kind.isRecorded && up > records) say('it went up without a record')
    if (up === 0 && told !== LATE && !isRefusal(told))
      say(`it stayed here, and the client was told ${textOf(told)}`)

    // The same gateway, right after.
    const next = await within(gate.post(bystander, callMessage('echo', { next: nth })))
    if (next === LATE || next.status !== 200 || !next.text.includes('echo'))
      say('the next call was not served')
    if (run.hit === null && isAlone) return { kind: kind.name, when, sites, forwarded, wrong }
    isAlone = run.hit === null
    if (isAlone) continue
    sites.push(site)
    nth++
  }
  throw new Error(`${kind.name} came to more than ${MAX_AWAITS} awaits.`)
}

const LATE = Symbol('late')

async function within<Value>(work: Promise<Value>): Promise<Value | typeof LATE> {
  return Promise.race([work, sleep(PATIENCE_MS, LATE, { ref: false })])
}

/** Records of admitted calls. */
async function recordsOf(gate: Harness, organisationId: string): Promise<number> {
  const text = `SELECT FROM call WHERE organisation_id = $1 AND decision = 'allow'`
  return (await gate.pool.query(text, [organisationId])).rowCount ?? 0
}

// A refusal says in a sentence what happened, whatever form its message has.
function isRefusal(told: Told): boolean {
  return told !== null && (/"message":"[^"]{10,}"/.test(told.text) || told.text.includes('"isError":true'))
}

function textOf(told: Told): string {
  return told === null ? 'nothing: its connection broke' : `${told.status} ${told.text.slice(0, 200)}`
}
