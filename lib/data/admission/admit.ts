// The one function that admits a call. What it admits was found live and unchanged, has its limits
// taken and its record written, in one committed transaction; nothing else may be forwarded.
import type pg from 'pg'
import { Fault } from '#lib/fault.ts'
import type { Decision, Draw } from '#lib/policy/index.ts'
import type { Wish } from './approvals.ts'
import { batchOf } from './batch.ts'
import type { Facts } from './facts.ts'
import type { Folds } from './folds.ts'
import { standing, storeUnavailable } from './pool.ts'
import { keepShape, keptShape, type Shape } from './shape.ts'
import { isStorable } from './text.ts'
import { type CallValues, keepingValues } from './values.ts'

/** One decided call on its way to admission. Refusals go the same way, and are recorded there. */
export type DecidedCall = {
  /** Made by the gateway; verdicts are matched by it. */
  readonly id: string
  readonly facts: Facts
  /** `reason` is a policy's reason code, or one of the gateway's own for a message it refused before policy. */
  readonly decision: Omit<Decision, 'reason'> & { readonly reason: string }
  readonly method: string
  /** '' for a method that names no tool. */
  readonly tool: string
  /** The MCP session, where the protocol has one: what a limit of scope `session` counts for. */
  readonly session: string | null
  readonly argumentNames: readonly string[]
  /** Kept with the record. Names and numbers only, never an argument's value. */
  readonly detail: Readonly<Record<string, string | number | null>>
  /** What the call asks a person for, or uses of what a person gave; absent for nearly all calls. */
  readonly wish?: Wish
  /** What is kept of its arguments beside their names; absent for nearly all calls. */
  readonly values?: CallValues
}

/**
 * `at` is the time of the call's record as the database writes it, to the microsecond: with the id it is
 * the key of the record. A refusal that was counted in the record of an equal one has none of its own:
 * there `at` is null, and `recordId` names that record.
 */
export type Verdict =
  /** A person is asked: the call was recorded and refused, and this is what waits for it. */
  | {
      readonly status: 'asked'
      readonly at: string | null
      readonly recordId: string
      readonly approvalId: string
      readonly until: Date
    }
  /** Nobody was asked, for too much waits for this grant already. */
  | { readonly status: 'crowded'; readonly at: string | null; readonly recordId: string }
  /** `place` is where the record's row is now (a `ctid`), for who closes it. */
  | { readonly status: 'admitted'; readonly at: string; readonly place: string | null }
  | { readonly status: 'refused'; readonly at: string | null; readonly recordId: string }
  /** Something the decision used has changed: read the facts again and decide again. */
  | { readonly status: 'stale' }
  | {
      readonly status: 'limit'
      readonly at: string | null
      readonly recordId: string
      readonly draw: Draw
      readonly remaining: string
      readonly resetAt: Date
    }

type VerdictRow = {
  call_id: string
  /** When and where its own record was written, where it was admitted: one text, since each column costs its reading. */
  admitted: string | null
  /** And this of all others. */
  status: 'admitted' | 'refused' | 'stale' | 'limit' | 'retry' | null
  draw_index: number | null
  remaining: string | null
  reset_at: Date | null
  record_id: string | null
  record_at: string | null
}

// Of an admitted call nothing is said twice, but to the statement that writes its values beside its record.
const admitting = (record: string) => `
  SELECT call_id, CASE WHEN is_own THEN concat(record_at::text, '/', record_tid::text) END AS admitted,
         CASE WHEN NOT is_own THEN status END AS status, draw_index, remaining, reset_at, ${record}
    FROM admit_calls($1::text[], $2::boolean[], $3::text[], $4::int[], $5::text[], $6::int[], $7::text[], $8::text[],
                     $9::boolean[], $10::text[], $11::int[], $12::numeric[], $13::numeric[], $14::int[], $15::int[],
                     $16::numeric[], $17::numeric[], $18::boolean[], $19::text[], $20, $21),
         LATERAL (SELECT coalesce(status = 'admitted' AND record_id = call_id, false) AS is_own) own`
const ADMIT = admitting(`CASE WHEN NOT is_own THEN record_id END AS record_id,
         CASE WHEN NOT is_own THEN record_at::text END AS record_at`)
const ADMIT_NAMING = admitting('record_id, record_at::text AS record_at')

export type BatchOptions = {
  /** True: waits for counters that others hold, up to a second. False: such calls come back as `retry`. */
  readonly patient?: boolean
  /** Whether it looks at the counters before it locks them; unset: where that may save a lock. */
  readonly look?: boolean
  /** What this process refused a moment ago: equal refusals are counted there. */
  readonly folds?: Folds
  /** The shape of each call, where it was worked out before. */
  readonly shapes?: readonly Shape[]
}

/**
 * Admits a batch in one transaction.
 * @returns the verdict of each call by its id; `retry` left no trace and may be sent again
 * @throws whatever the database threw; nothing of the batch was admitted, unless the answer was lost
 */
export async function admitBatch(
  pool: Pick<pg.Pool | pg.PoolClient, 'query'>,
  calls: readonly DecidedCall[],
  { patient = true, look, folds, shapes }: BatchOptions = {},
): Promise<ReadonlyMap<string, Verdict | 'retry'>> {
  const asked = new Map(calls.map((call, place) => [call.id, { call, place }]))
  if (asked.size !== calls.length)
    throw new Fault('internal', 'Two calls came with one id, so none was sent.')
  const batch = batchOf(calls, folds, shapes)
  const values = [...batch.values, look ?? batch.looks, patient]
  const naming = { text: ADMIT_NAMING, values }
  const kept = keepingValues(naming, calls)
  const sent =
    kept === naming
      ? standing(pool, 'admit', { text: ADMIT, values })
      : standing(pool, 'admit-with-values', kept)
  const { rows } = await pool.query<VerdictRow>(sent)
  const verdicts = new Map<string, Verdict | 'retry'>()
  for (const row of rows) {
    const found = asked.get(row.call_id)
    if (!found || verdicts.has(row.call_id)) throw new Error('admit_calls answered for another batch')
    const verdict = verdictOf(row, found.call)
    verdicts.set(row.call_id, verdict)
    if (verdict !== 'retry' && (verdict.status === 'refused' || verdict.status === 'limit') && verdict.at) {
      const until = verdict.status === 'limit' ? verdict.resetAt.getTime() : undefined
      batch.noteRecord(found.place, row.draw_index, { id: row.call_id, at: verdict.at }, until)
    }
  }
  if (verdicts.size !== asked.size) throw new Error('admit_calls left a call unanswered')
  return verdicts
}

/**
 * Refuses what Postgres would refuse, before it can harm the calls beside it.
 * @returns what the call has in common with others
 * @throws {Fault} malformed-message
 */
export function checkStorable(call: DecidedCall): Shape {
  // Found storable before, all but the id.
  const kept = keptShape(call)
  if (kept && isStorable(call.id)) return kept
  if (!isSound(call))
    throw new Fault('malformed-message', 'The call holds text or numbers that cannot be recorded.')
  return keepShape(call)
}

function isSound(call: DecidedCall): boolean {
  const draws = call.decision.draws
  const texts = [
    call.id,
    call.tool,
    call.method,
    call.decision.rule,
    call.decision.message,
    ...call.argumentNames,
    ...Object.values(call.detail).filter((value) => typeof value === 'string'),
    ...draws.flatMap((draw) => [draw.rule, draw.counter, draw.onDeny ?? '']),
  ]
  const numbers = draws.flatMap((draw) => [draw.max, draw.amount])
  return (
    texts.every(isStorable) &&
    numbers.every((number) => /^\d+(\.\d+)?$/.test(number) && number.length < 2000) &&
    draws.every(
      (draw) => typeof draw.window === 'string' || (Number.isSafeInteger(draw.window) && draw.window > 0),
    )
  )
}

function verdictOf(row: VerdictRow, call: DecidedCall): Verdict | 'retry' {
  if (row.admitted !== null) return admittedBy(row.admitted)
  if (row.status === 'retry') return 'retry'
  if (row.status === 'stale') return { status: 'stale' }
  if (row.status === 'admitted' || row.record_id === null || row.record_at === null)
    throw storeUnavailable('no record of its own')
  const recordId = row.record_id
  const at = recordId === call.id ? row.record_at : null
  if (row.status === 'refused') return { status: 'refused', at, recordId }
  const draw = call.decision.draws[row.draw_index ?? -1]
  if (!draw || row.remaining === null || row.reset_at === null) throw storeUnavailable('no such limit')
  // Milliseconds round down on the way here; a reset that is told must never be too early.
  const resetAt = new Date(row.reset_at.getTime() + 1)
  return { status: 'limit', at, recordId, draw, remaining: row.remaining, resetAt }
}

/** @param text when and where its record was written, as both ways through the database say it */
export function admittedBy(text: string): Verdict {
  const end = text.indexOf('/')
  if (end < 1) throw storeUnavailable('admitted without a record of its own')
  return { status: 'admitted', at: text.slice(0, end), place: text.slice(end + 1) || null }
}
