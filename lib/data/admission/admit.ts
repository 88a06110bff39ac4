// The one function that admits a call. What it admits was found live and unchanged, has its limits
// taken and its record written, in one committed transaction; nothing else may be forwarded.
import type pg from 'pg'
import { Fault } from '#lib/fault.ts'
import type { Decision, Draw } from '#lib/policy/index.ts'
import { counterKey } from './counter-key.ts'
import type { Facts } from './facts.ts'
import { storeUnavailable } from './pool.ts'
import { isStorable } from './text.ts'

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
}

/**
 * `at` is the time of the call's record as the database writes it, to the microsecond: with the id it is
 * the key of the record. Null where the call was counted in the record of an equal refusal before it.
 */
export type Verdict =
  | { readonly status: 'admitted'; readonly at: string }
  | { readonly status: 'refused'; readonly at: string | null }
  /** Something the decision used has changed: read the facts again and decide again. */
  | { readonly status: 'stale' }
  | {
      readonly status: 'limit'
      readonly at: string | null
      readonly draw: Draw
      readonly remaining: string
      readonly resetAt: Date
    }

type VerdictRow = {
  call_id: string
  status: 'admitted' | 'refused' | 'stale' | 'limit' | 'retry'
  draw_index: number | null
  remaining: string | null
  reset_at: Date | null
  at: string | null
}

const ADMIT = `
  SELECT call_id, status, draw_index, remaining, reset_at, at::text AS at FROM admit_calls($1::jsonb)`

/**
 * Admits a batch in one transaction.
 * @returns the verdict of each call by its id; a call without one was not admitted
 * @throws whatever the database threw; nothing of the batch was admitted, unless the answer was lost
 */
export async function admitBatch(
  pool: pg.Pool,
  calls: readonly DecidedCall[],
): Promise<ReadonlyMap<string, Verdict | 'retry'>> {
  const text = JSON.stringify(calls.map(callRow))
  const { rows } = await pool.query<VerdictRow>(ADMIT, [text])
  const asked = new Map(calls.map((call) => [call.id, call]))
  const verdicts = new Map<string, Verdict | 'retry'>()
  for (const row of rows) {
    const call = asked.get(row.call_id)
    if (!call || verdicts.has(row.call_id)) throw new Error('admit_calls answered for another batch')
    verdicts.set(row.call_id, verdictOf(row, call))
  }
  if (verdicts.size !== asked.size) throw new Error('admit_calls left a call unanswered')
  return verdicts
}

/** Refuses what Postgres would refuse, before it can harm the calls beside it. Throws a Fault. */
export function checkStorable(call: DecidedCall): void {
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
  const sound =
    texts.every(isStorable) &&
    numbers.every((number) => /^\d+(\.\d+)?$/.test(number) && number.length < 2000) &&
    draws.every(
      (draw) => typeof draw.window === 'string' || (Number.isSafeInteger(draw.window) && draw.window > 0),
    )
  if (!sound) throw new Fault('malformed-message', 'The call holds text or numbers that cannot be recorded.')
}

function verdictOf(row: VerdictRow, call: DecidedCall): Verdict | 'retry' {
  if (row.status === 'retry') return 'retry'
  if (row.status === 'stale') return { status: 'stale' }
  if (row.status === 'refused') return { status: 'refused', at: row.at }
  if (row.status === 'admitted') {
    if (row.at === null) throw storeUnavailable('admitted without a record')
    return { status: 'admitted', at: row.at }
  }
  const draw = call.decision.draws[row.draw_index ?? -1]
  if (!draw || row.remaining === null || row.reset_at === null) throw storeUnavailable('no such limit')
  // Milliseconds round down on the way here; a reset that is told must never be too early.
  const resetAt = new Date(row.reset_at.getTime() + 1)
  return { status: 'limit', at: row.at, draw, remaining: row.remaining, resetAt }
}

function callRow({ facts, decision, ...call }: DecidedCall): object {
  return {
    id: call.id,
    organisation: facts.organisationId,
    grant: facts.grant.id,
    grant_revision: facts.grant.revision,
    token: facts.tokenDigest,
    email: facts.user.email,
    server: facts.server?.id ?? '',
    server_revision: facts.server?.revision ?? -1,
    version: facts.policyVersionId,
    tool: call.tool,
    tool_revision: facts.tool?.revision ?? null,
    tool_hash: facts.tool?.hash ?? null,
    pinned_hash: facts.tool?.pinnedHash ?? null,
    method: call.method,
    decision: decision.effect,
    rule: decision.rule,
    reason: decision.reason,
    message: decision.message,
    argument_names: call.argumentNames,
    detail: call.detail,
    holds_from: decision.holds?.from ?? null,
    holds_until: decision.holds?.until ?? null,
    draws:
      decision.effect === 'allow' ? decision.draws.map((draw) => drawRow(facts, draw, call.session)) : [],
  }
}

function drawRow(facts: Facts, draw: Draw, session: string | null): object {
  return {
    rule: draw.rule,
    counter: draw.counter,
    scope: draw.scope,
    key: counterKey(facts, draw, session),
    label: `${draw.counter} per ${draw.window} (${draw.scope})`,
    window: String(draw.window),
    sliding: draw.algorithm === 'sliding',
    max: draw.max,
    amount: draw.amount,
  }
}
