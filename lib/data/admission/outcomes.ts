// What became of each call, written after the answer in small batches. A crash before that leaves an
// open record, which the sweeper closes as unknown; nothing here can let a call through.
import pg from 'pg'
import { columnArray } from './pg-array.ts'
import { standing } from './pool.ts'
import { storableText } from './text.ts'
import { createUnderWay, type UnderWay } from './under-way.ts'

/** `cancelled`: its client has gone · `stopped`: ended here while it was under way, by a stop, a revocation or a bound */
export type Outcome =
  | 'ok'
  | 'tool_error'
  | 'protocol_error'
  | 'upstream_error'
  | 'cancelled'
  | 'stopped'
  | 'unknown'
export type Closing = {
  readonly outcome: Outcome
  readonly upstreamStatus: number | null
  readonly latencyMs: number
  /** Of the latency, what passed in the gateway before the call was handed to the transport. */
  readonly gatewayMs: number
  readonly responseBytes: number
}
/** The key of a call's record. `at` is the verdict's; null where the verdict never arrived. */
export type CallKey = {
  readonly organisationId: string
  readonly id: string
  readonly at: string | null
  /** Where its row was when it was written, as the verdict says: where it is looked for first. */
  readonly place?: string | null
}

export type Outcomes = {
  /** Notes that a call was admitted: until its outcome is written, it is under way. */
  begin(call: CallKey): void
  /** Closes an admitted call's record. */
  close(call: CallKey, closing: Closing): void
  /** Keeps the sentence that a limit's refusal was answered with: it is made after the verdict. */
  say(call: CallKey, message: string): void
  /** Gives back what a call took of which no byte was handed over, and records it as not sent (L6). */
  giveBack(call: CallKey): void
  /** The same for a call whose verdict never arrived, as soon as it is certain whether it was admitted. */
  reconcile(call: CallKey): void
  /** Notes that a grant was used; kept to the minute. */
  touch(organisationId: string, grantId: string): void
  /** The admitted calls whose outcome is not written yet. */
  readonly underWay: UnderWay
  /** Writes everything that waits. @returns how much the store would not take: 0 when all is written */
  drain(): Promise<number>
}
/** What could not be written and never will be: how many, and why. */
export type Dropped = { readonly count: number; readonly why: 'store-away' | 'refused' }

type Entry = {
  organisation: string
  id: string
  at: string | null
  place: string | null
  outcome: Outcome | null
  status: number | null
  latency: number | null
  gateway: number | null
  bytes: number | null
  message: string | null
}
type Return = { readonly key: CallKey; readonly notBefore: number }

const FLUSH_MS = 50
const RETRY_MS = 1000
const MAX_BATCH = 500
const MAX_WAITING = 20_000
const TOUCH_MS = 60_000
// A statement whose answer was lost may still be running: until its timeout has passed, "not there"
// proves nothing.
const LOST_MS = 3000

const CLOSE = `SELECT close_calls($1::text[], $2::text[], $3::timestamptz[], $4::tid[], $5::text[], $6::int[],
  $7::double precision[], $8::double precision[], $9::int[], $10::text[])`
const GIVE_BACK = 'SELECT give_back($1, $2, $3::timestamptz)'
const TOUCH = `
  UPDATE "grant" g SET last_used_at = clock_timestamp()
    FROM unnest($1::text[], $2::text[]) AS u (organisation, id)
   WHERE g.organisation_id = u.organisation AND g.id = u.id
     AND (g.last_used_at IS NULL OR g.last_used_at < clock_timestamp() - interval '1 minute')`

/**
 * @param onDropped told of outcomes that are lost: their records stay open until they are swept
 * @param now a clock in ms, for pacing only; records carry the database's own time
 */
export function createOutcomes(
  pool: pg.Pool,
  onDropped: (dropped: Dropped) => void = () => {},
  now: () => number = Date.now,
): Outcomes {
  const underWay = createUnderWay(now)
  let entries: Entry[] = []
  let returns: Return[] = []
  const touches = new Map<string, { organisationId: string; grantId: string }>()
  const touchedAt = new Map<string, number>()
  const dropped = new Map<Dropped['why'], number>()
  let timer: NodeJS.Timeout | null = null
  let writing = Promise.resolve(true)

  function schedule(delayMs: number): void {
    if (timer || entries.length + returns.length + touches.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void write(false).then((written) => {
        report()
        schedule(written ? FLUSH_MS : RETRY_MS)
      })
    }, delayMs)
    timer.unref()
  }

  // One after another: what is being written stays in its list until it is written.
  function write(final: boolean): Promise<boolean> {
    const own = writing.then(() => writeAll(final))
    writing = own
    return own
  }

  async function writeAll(final: boolean): Promise<boolean> {
    try {
      // Left where they are until they are written: what fails is tried again, in the same order.
      const batch = entries.slice(0, MAX_BATCH)
      await closeBatch(batch)
      entries = entries.slice(batch.length)
      for (const each of returns.filter(({ notBefore }) => final || notBefore <= now()).slice(0, MAX_BATCH)) {
        await pool.query(GIVE_BACK, [each.key.organisationId, each.key.id, each.key.at])
        underWay.end(each.key.id)
        returns = returns.filter((other) => other !== each)
      }
      const touched = [...touches.values()]
      if (touched.length > 0)
        await pool.query(TOUCH, [touched.map((t) => t.organisationId), touched.map((t) => t.grantId)])
      for (const { grantId } of touched) touches.delete(grantId)
      return true
    } catch {
      return false
    }
  }

  async function closeBatch(batch: readonly Entry[]): Promise<void> {
    if (batch.length === 0) return
    try {
      await pool.query(standing(pool, 'close', { text: CLOSE, values: columnsOf(batch) }))
      for (const each of batch) if (each.outcome !== null) underWay.end(each.id)
    } catch (error) {
      if (!isOfValues(error)) throw error
      // One entry's values must not keep the others from being written.
      const half = Math.ceil(batch.length / 2)
      if (batch.length === 1) lose(batch, 'refused')
      else for (const part of [batch.slice(0, half), batch.slice(half)]) await closeBatch(part)
    }
  }

  function keep(entry: Entry): void {
    if (entries.length < MAX_WAITING) entries.push(entry)
    else lose([entry], 'store-away')
    schedule(FLUSH_MS)
  }

  function keepReturn(key: CallKey, waitMs: number): void {
    if (returns.length < MAX_WAITING) returns.push({ key, notBefore: now() + waitMs })
    else lose([key], 'store-away')
    schedule(waitMs)
  }

  function lose(calls: readonly { readonly id: string }[], why: Dropped['why']): void {
    for (const { id } of calls) underWay.abandon(id)
    dropped.set(why, (dropped.get(why) ?? 0) + calls.length)
  }

  // Once for each attempt to write, not once for each call.
  function report(): void {
    for (const [why, count] of dropped) onDropped({ count, why })
    dropped.clear()
  }

  return {
    underWay,
    begin: (call) => underWay.begin(call),
    // Member by member: an object spread into another costs more than all else here.
    close({ organisationId, id, at, place = null }, closing) {
      keep({
        organisation: organisationId,
        id,
        at,
        place,
        outcome: closing.outcome,
        status: closing.upstreamStatus,
        latency: closing.latencyMs,
        gateway: closing.gatewayMs,
        bytes: Math.min(closing.responseBytes, 2 ** 31 - 1),
        message: null,
      })
    },
    say({ organisationId, id, at }, message) {
      keep({
        organisation: organisationId,
        id,
        at,
        place: null,
        outcome: null,
        status: null,
        latency: null,
        gateway: null,
        bytes: null,
        message: storableText(message, 4096),
      })
    },
    giveBack: (call) => keepReturn(call, 0),
    reconcile: (call) => keepReturn(call, LOST_MS),
    touch(organisationId, grantId) {
      const last = touchedAt.get(grantId) ?? Number.NEGATIVE_INFINITY
      if (now() - last < TOUCH_MS) return
      if (touchedAt.size > 10_000) touchedAt.clear()
      touchedAt.set(grantId, now())
      touches.set(grantId, { organisationId, grantId })
      schedule(FLUSH_MS)
    },
    async drain() {
      if (timer) clearTimeout(timer)
      timer = null
      await writing
      while (entries.length + returns.length + touches.size > 0) {
        if (await write(true)) continue
        schedule(RETRY_MS)
        break
      }
      report()
      return entries.length + returns.length
    },
  }
}

// In the order that `close_calls` names.
function columnsOf(batch: readonly Entry[]): string[] {
  return [
    columnArray(batch, (entry) => entry.organisation),
    columnArray(batch, (entry) => entry.id),
    columnArray(batch, (entry) => entry.at),
    columnArray(batch, (entry) => entry.place),
    columnArray(batch, (entry) => entry.outcome),
    columnArray(batch, (entry) => entry.status),
    columnArray(batch, (entry) => entry.latency),
    columnArray(batch, (entry) => entry.gateway),
    columnArray(batch, (entry) => entry.bytes),
    columnArray(batch, (entry) => entry.message),
  ]
}

// The server's word that these values will never be taken; everything else may pass.
function isOfValues(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
}
