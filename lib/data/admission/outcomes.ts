// What became of each call, written after the answer in small batches. A crash before that leaves an
// open record, which says so; nothing here can let a call through.
import type pg from 'pg'
import { storableText } from './text.ts'

export type Outcome = 'ok' | 'tool_error' | 'protocol_error' | 'upstream_error' | 'cancelled' | 'unknown'
export type Closing = {
  readonly outcome: Outcome
  readonly upstreamStatus: number | null
  readonly latencyMs: number
  readonly responseBytes: number
}
/** The key of a call's record. `at` is the verdict's; null where the verdict never arrived. */
export type CallKey = {
  readonly organisationId: string
  readonly id: string
  readonly at: string | null
}

export type Outcomes = {
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
  /** Writes everything that waits. Resolves when it is written, or when the store will not take it. */
  drain(): Promise<void>
}

type Entry = {
  organisation: string
  id: string
  outcome: Outcome | null
  status: number | null
  latency: number | null
  bytes: number | null
  message: string | null
}
const FLUSH_MS = 50
const RETRY_MS = 1000
const MAX_BATCH = 500
const MAX_WAITING = 20_000
const TOUCH_MS = 60_000
// A statement whose answer was lost may still be running: until its timeout has passed, "not there"
// proves nothing.
const LOST_MS = 3000

const CLOSE = `
  UPDATE call c SET outcome = coalesce(o.outcome, c.outcome), upstream_status = coalesce(o.status, c.upstream_status),
         latency_ms = coalesce(o.latency, c.latency_ms), response_bytes = coalesce(o.bytes, c.response_bytes),
         message = coalesce(o.message, c.message), closed_at = coalesce(c.closed_at, clock_timestamp())
    FROM jsonb_to_recordset($1::jsonb) AS o (organisation text, id text, outcome text, status int,
         latency double precision, bytes int, message text)
   WHERE c.organisation_id = o.organisation AND c.id = o.id AND (o.outcome IS NULL OR c.outcome = 'open')`
const TOUCH = `
  UPDATE "grant" g SET last_used_at = clock_timestamp()
    FROM unnest($1::text[], $2::text[]) AS u (organisation, id)
   WHERE g.organisation_id = u.organisation AND g.id = u.id
     AND (g.last_used_at IS NULL OR g.last_used_at < clock_timestamp() - interval '1 minute')`

/** @param now a clock in ms, for pacing only; records carry the database's own time */
export function createOutcomes(pool: pg.Pool, now: () => number = Date.now): Outcomes {
  let entries: Entry[] = []
  let returns: { key: CallKey; notBefore: number }[] = []
  let touches = new Map<string, { organisationId: string; grantId: string }>()
  const touchedAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<boolean> | null = null

  function schedule(delayMs: number): void {
    if (timer || entries.length + returns.length + touches.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void write().then((written) => schedule(written ? FLUSH_MS : RETRY_MS))
    }, delayMs)
    timer.unref()
  }

  function write(): Promise<boolean> {
    writing ??= writeAll(false).finally(() => {
      writing = null
    })
    return writing
  }

  async function writeAll(final: boolean): Promise<boolean> {
    const batch = entries.splice(0, MAX_BATCH)
    const touched = [...touches.values()]
    touches = new Map()
    const due = returns.filter((each) => final || each.notBefore <= now())
    try {
      if (batch.length > 0) await pool.query(CLOSE, [JSON.stringify(batch)])
      batch.length = 0
      for (const each of due) {
        await pool.query('SELECT give_back($1, $2)', [each.key.organisationId, each.key.id])
        returns = returns.filter((other) => other !== each)
      }
      if (touched.length > 0)
        await pool.query(TOUCH, [touched.map((t) => t.organisationId), touched.map((t) => t.grantId)])
      return true
    } catch {
      entries = [...batch, ...entries].slice(0, MAX_WAITING)
      return false
    }
  }

  function keep(entry: Entry): void {
    if (entries.length < MAX_WAITING) entries.push(entry)
    schedule(FLUSH_MS)
  }

  return {
    close(call, closing) {
      keep({
        organisation: call.organisationId,
        id: call.id,
        outcome: closing.outcome,
        status: closing.upstreamStatus,
        latency: closing.latencyMs,
        bytes: Math.min(closing.responseBytes, 2 ** 31 - 1),
        message: null,
      })
    },
    say(call, message) {
      const nothing = { outcome: null, status: null, latency: null, bytes: null }
      keep({
        organisation: call.organisationId,
        id: call.id,
        ...nothing,
        message: storableText(message, 4096),
      })
    },
    giveBack(call) {
      returns.push({ key: call, notBefore: 0 })
      schedule(0)
    },
    reconcile(call) {
      if (returns.length < MAX_WAITING) returns.push({ key: call, notBefore: now() + LOST_MS })
      schedule(LOST_MS)
    },
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
        if (!(await writeAll(true))) return
      }
    },
  }
}
