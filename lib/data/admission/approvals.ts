// Admission of calls that ask a person, or use what a person gave (POLICY A): locks, admission and use in one
// transaction. Calls without a wish never come here, and pay nothing for it.
import type pg from 'pg'
import { admitBatch, type BatchOptions, type DecidedCall, type Verdict } from './admit.ts'

export type Wish =
  | {
      readonly kind: 'ask'
      /** The id that a new approval would get. */
      readonly id: string
      /** SHA-256 of the call's subject (A1). */
      readonly digest: string
      readonly rule: string
      readonly reason: string
      readonly client: string
      readonly timeoutSeconds: number
      readonly sealed: Buffer
      readonly bytes: number
      readonly callDigest: string
      /** How many calls of the grant may wait for a person at once. */
      readonly most: number
      /** What is recorded and told where that many wait. */
      readonly crowded: DecidedCall['decision']
    }
  | { readonly kind: 'approval'; readonly id: string; readonly digest: string }
  | { readonly kind: 'allowance'; readonly id: string }

type Bound = DecidedCall & { readonly wish: Wish }
type LockRow = { call_id: string; step: 'pass' | 'crowded' | 'stale'; approval_id: string | null }
type SettleRow = { call_id: string; approval_id: string; approval_until: Date | null }

/**
 * As `admitBatch`, for calls that each have a wish.
 * @throws whatever the database threw; nothing of the batch was admitted, unless the answer was lost
 */
export async function admitBound(
  pool: pg.Pool,
  calls: readonly DecidedCall[],
  { patient = true }: BatchOptions = {},
): Promise<ReadonlyMap<string, Verdict | 'retry'>> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await client.query('BEGIN')
    const verdicts = await admitIn(client, calls.filter(isBound), patient)
    await client.query('COMMIT')
    isBroken = false
    return verdicts
  } catch (error) {
    // Where even this fails, the connection is thrown away, which is the same.
    isBroken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.release(isBroken)
  }
}

function isBound(call: DecidedCall): call is Bound {
  return call.wish !== undefined
}

async function admitIn(
  client: pg.PoolClient,
  calls: readonly Bound[],
  patient: boolean,
): Promise<Map<string, Verdict | 'retry'>> {
  const verdicts = new Map<string, Verdict | 'retry'>()
  const { rows } = await client.query<LockRow>('SELECT * FROM lock_approvals($1::jsonb)', [
    JSON.stringify(calls.map(wishRow)),
  ])
  const locks = new Map(rows.map((row) => [row.call_id, row]))
  const passing: Bound[] = []
  for (const call of calls) {
    const lock = locks.get(call.id)
    if (lock?.step === 'pass') passing.push(withReference(call, lock.approval_id))
    else if (lock?.step === 'crowded' && call.wish.kind === 'ask')
      passing.push({ ...call, decision: call.wish.crowded })
    else verdicts.set(call.id, { status: 'stale' })
  }
  if (passing.length === 0) return verdicts

  const admitted = await admitBatch(client, passing, { patient })
  const deeds = passing.flatMap((call) => deedRow(call, admitted.get(call.id)) ?? [])
  const settled = new Map<string, SettleRow>()
  if (deeds.length > 0) {
    const text = 'SELECT * FROM settle_approvals($1::jsonb)'
    const done = await client.query<SettleRow>(text, [JSON.stringify(deeds)])
    for (const row of done.rows) settled.set(row.call_id, row)
    if (settled.size !== deeds.length) throw new Error('settle_approvals left a call unanswered')
  }
  for (const call of passing)
    verdicts.set(call.id, verdictOf(call, admitted.get(call.id) ?? 'retry', settled.get(call.id)))
  return verdicts
}

// The record of a call names the approval that it asked for, or was let in by.
function withReference(call: Bound, id: string | null): Bound {
  const name = call.wish.kind === 'allowance' ? 'allowance' : 'approval'
  return { ...call, detail: { ...call.detail, [name]: id } }
}

function wishRow({ id, facts, wish, tool }: Bound): object {
  return {
    call: id,
    ...placeRow(facts, tool),
    kind: wish.kind,
    id: wish.id,
    ...('digest' in wish && { digest: wish.digest }),
    ...(wish.kind === 'ask' && { most: wish.most }),
  }
}

function placeRow(facts: DecidedCall['facts'], tool: string): object {
  return {
    organisation: facts.organisationId,
    grant: facts.grant.id,
    server: facts.server?.id ?? '',
    server_revision: facts.server?.revision ?? -1,
    tool,
    tool_hash: facts.tool?.pinnedHash ?? null,
    version: facts.policyVersionId,
  }
}

function deedRow(call: Bound, verdict: Verdict | 'retry' | undefined): object | null {
  if (verdict === undefined || verdict === 'retry') return null
  const { wish, facts } = call
  const common = { call: call.id, organisation: facts.organisationId, kind: wish.kind, id: wish.id }
  if (wish.kind !== 'ask') return verdict.status === 'admitted' ? { ...common, at: verdict.at } : null
  if (verdict.status !== 'refused' || call.decision.effect !== 'await') return null
  return {
    ...common,
    ...placeRow(facts, call.tool),
    digest: wish.digest,
    rule: wish.rule,
    reason: wish.reason,
    client: wish.client,
    sealed: wish.sealed.toString('base64'),
    bytes: wish.bytes,
    call_digest: wish.callDigest,
    timeout: wish.timeoutSeconds,
  }
}

function verdictOf(
  call: Bound,
  verdict: Verdict | 'retry',
  settled: SettleRow | undefined,
): Verdict | 'retry' {
  if (verdict === 'retry' || verdict.status !== 'refused' || call.wish.kind !== 'ask') return verdict
  const { at, recordId } = verdict
  if (call.decision.effect !== 'await') return { status: 'crowded', at, recordId }
  if (!settled?.approval_until) throw new Error('settle_approvals named no end')
  return { status: 'asked', at, recordId, approvalId: settled.approval_id, until: settled.approval_until }
}
