// A draft run over recorded calls, page by page: between two pages everybody else has their turn, and whoever
// asked may stop. What each page means is lib/policy's (replay/).
import { findBaseline } from '#lib/data/baseline.ts'
import type { Member, Organisation } from '#lib/data/model.ts'
import { requirePolicy } from '#lib/data/policies.ts'
import { findReplayClock, openReplay } from '#lib/data/replay.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import {
  type ChangedCalls,
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  type Format,
  formatAs,
  newReplay,
  parseBaselineText,
  parsePolicyText,
  type ReplayResult,
  withBaseline,
} from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { newRecall } from './recorded.ts'

/** The newest so many records of a range are replayed. */
export const MOST_CALLS = 100_000
const PAGE_ROWS = 2_000
const HOUR_MS = 3_600_000
/** A replay keeps one thread of the dashboard busy; more than a few would be felt by everyone. */
const MOST_AT_ONCE = 2

export type ReplayRange = { readonly hours: number } | { readonly calls: number }
export type ReplayInput = {
  readonly serverId: string
  /** '' for a policy that does not exist yet: nothing is in force, and all calls of the server are replayed. */
  readonly policyId: string
  readonly document: string
  readonly format?: Format
  readonly range: ReplayRange
}

export type ReplaySummary = Omit<ReplayResult, 'changed'> & {
  readonly changed: readonly (ChangedCalls & { readonly grantLabel: string })[]
  /** The first and last instant that was looked at; `from` is the first call's where there were more than could be taken. */
  readonly from: Date
  readonly until: Date
  /** The range holds more calls than were taken. */
  readonly isCut: boolean
  /** The version in force that the draft was compared with; null where there is none. */
  readonly version: number | null
}
export type ReplayStep =
  | { readonly type: 'progress'; readonly records: number; readonly of: number }
  | { readonly type: 'done'; readonly result: ReplaySummary }

let underWay = 0

/**
 * Replays recorded calls under the published version and a draft. Ending the generator ends the work.
 * @throws Fault forbidden, not-found, policy-invalid, too-many-at-once
 */
export async function* replayDraft(member: Member, input: ReplayInput): AsyncGenerator<ReplayStep, void> {
  requirePermission(member, 'policies.write')
  if (underWay >= MOST_AT_ONCE)
    throw new Fault('too-many-at-once', 'Other replays are running. Try again in a few seconds.')
  underWay += 1
  try {
    yield* run(member, input)
  } finally {
    underWay -= 1
  }
}

async function* run(member: Member, input: ReplayInput): AsyncGenerator<ReplayStep, void> {
  const { serverId, policyId, range } = input
  const { organisation } = member
  await requireServer(organisation, serverId)
  const published = policyId === '' ? null : (await requirePolicy(organisation, policyId)).published
  const baseline = await findCompiledBaseline(organisation)
  const before = published && withBaseline(compiled(published.source, published.format), baseline)
  const after = withBaseline(compiled(input.document, input.format), baseline)
  const { now } = await findReplayClock(organisation)
  const until = now + 1
  const from = 'hours' in range ? now - range.hours * HOUR_MS : 0
  const most = 'calls' in range ? Math.min(range.calls, MOST_CALLS) : MOST_CALLS
  const source = await openReplay(organisation, { serverId, policyId, from, until, most })
  const recall = await newRecall(member, serverId, [before, after])
  const replay = newReplay(before, after)
  let records = 0
  yield { type: 'progress', records, of: source.rows }
  for await (const page of source.pages(PAGE_ROWS)) {
    replay.add(await recall.calls(page))
    records += page.length
    yield { type: 'progress', records, of: source.rows }
  }
  const labels = recall.labels()
  const { changed, ...result } = replay.result()
  // Of a number of calls that was asked for, older ones are no lack.
  const isCut = source.isCut && !('calls' in range)
  yield {
    type: 'done',
    result: {
      ...result,
      changed: changed.map((group) => ({ ...group, grantLabel: labels.get(group.grantId) ?? group.grantId })),
      from: new Date(isCut || 'calls' in range ? (source.from ?? now) : from),
      until: new Date(until - 1),
      isCut,
      version: published?.number ?? null,
    },
  }
}

/** What holds besides both, as it is today. */
async function findCompiledBaseline(organisation: Organisation): Promise<CompiledPolicy | null> {
  const baseline = await findBaseline(organisation)
  const parsed = baseline && parseBaselineText(baseline.source, baseline.format)
  return parsed?.ok ? compileBaseline(parsed.value.policy) : null
}

/** @throws Fault policy-invalid */
function compiled(text: string, format: Format | undefined): CompiledPolicy {
  const parsed = parsePolicyText(text, formatAs(text, format))
  if (parsed.ok) return compilePolicy(parsed.value.policy)
  throw new Fault(
    'policy-invalid',
    `The draft cannot be replayed until its text can be read. ${parsed.issues[0]?.message ?? ''}`.trim(),
    { data: { errors: parsed.issues, warnings: [] } },
  )
}
