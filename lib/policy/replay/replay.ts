// Recorded calls run through two policies: what each would have said, and where they differ. Pure: calls in the
// order of their time, page by page, and a result that may be looked at in between.
import type { ToolCall } from '../call.ts'
import type { RulePointer } from '../decision.ts'
import type { CompiledPolicy } from '../evaluate/compile.ts'
import type { Counted } from '../evaluate/counters.ts'
import type { KeptKeys } from '../evaluate/hole.ts'
import { type BoundedCounters, drawBounded, newBoundedCounters } from './bounded-counters.ts'
import { type Fate, judgeRecorded, type RecordedVerdict } from './judge-recorded.ts'

/** A call of the record. */
export type RecordedCall = {
  readonly id: string
  /** As `recordedArguments` makes its arguments and `kept`. */
  readonly call: ToolCall
  readonly kept: KeptKeys | null
  /** Its session is not recorded: the id of the grant. */
  readonly counted: Counted
  /** How many calls in a row the record stands for. */
  readonly repeats: number
}

export type Transition = { readonly from: Fate; readonly to: Fate; readonly calls: number }
/** Calls of one tool and grant that would come out otherwise, in one way. */
export type ChangedCalls = Transition & {
  readonly tool: string
  readonly grantId: string
  /** The rule that decides in the second policy; '' where none refuses. */
  readonly rule: RulePointer
  /** Ids of some of them, newest first. */
  readonly examples: readonly string[]
}
export type ReplayResult = {
  readonly calls: number
  /** Every pair of fates that was met, changed or not; most calls first. */
  readonly matrix: readonly Transition[]
  /** Most calls first. */
  readonly changed: readonly ChangedCalls[]
  /** Changed calls that stand in no group, of which there would be too many. */
  readonly ungrouped: number
}
export type Replay = {
  /** @param calls not earlier than those before them */
  readonly add: (calls: readonly RecordedCall[]) => void
  readonly result: () => ReplayResult
}

const MAX_GROUPS = 1000
const MAX_EXAMPLES = 5

type Side = { readonly policy: CompiledPolicy | null; readonly counters: BoundedCounters }
type Group = {
  from: Fate
  to: Fate
  tool: string
  grantId: string
  rule: string
  calls: number
  examples: string[]
}

/** @param before, after null where there is no policy, which refuses everything (E1) */
export function newReplay(before: CompiledPolicy | null, after: CompiledPolicy | null): Replay {
  const old: Side = { policy: before, counters: newBoundedCounters() }
  const draft: Side = { policy: after, counters: newBoundedCounters() }
  const matrix = new Map<string, { from: Fate; to: Fate; calls: number }>()
  const groups = new Map<string, Group>()
  let [calls, ungrouped] = [0, 0]

  function count(recorded: RecordedCall, from: Fate, to: Fate, rule: string, times: number): void {
    const key = `${from} ${to}`
    const cell = matrix.get(key) ?? { from, to, calls: 0 }
    cell.calls += times
    matrix.set(key, cell)
    calls += times
    if (from === to) return
    const { name: tool } = recorded.call
    const { grant: grantId } = recorded.counted
    const place = `${key} ${grantId} ${tool}`
    const group = groups.get(place) ?? { from, to, tool, grantId, rule, calls: 0, examples: [] }
    if (!groups.has(place)) {
      if (groups.size >= MAX_GROUPS) {
        ungrouped += times
        return
      }
      groups.set(place, group)
    }
    group.calls += times
    if (group.examples[0] !== recorded.id) group.examples.unshift(recorded.id)
    group.examples.length = Math.min(group.examples.length, MAX_EXAMPLES)
  }

  function add(recorded: RecordedCall): void {
    const said = judge(old, recorded)
    const says = judge(draft, recorded)
    // Equal refusals in a row are one record: they come at once here, one after the other.
    let left = recorded.repeats
    while (left > 0) {
      const from = settle(old, said, recorded)
      const to = settle(draft, says, recorded)
      // Who was not let in took nothing, so that the next one finds everything as it was.
      const isSteady = !mayTake(said, from) && !mayTake(says, to)
      const times = isSteady ? left : 1
      count(recorded, from, to, ruleOf(says, to), times)
      left -= times
    }
  }

  return {
    add: (page) => {
      for (const recorded of page) add(recorded)
    },
    result: () => ({ calls, matrix: mostFirst(matrix), changed: mostFirst(groups), ungrouped }),
  }
}

function judge({ policy }: Side, { call, kept }: RecordedCall): RecordedVerdict {
  return judgeRecorded(policy, call, kept)
}

/** The fate of the next call of a record, its limits counted. */
function settle({ counters }: Side, verdict: RecordedVerdict, { call, counted }: RecordedCall): Fate {
  const { fate, draws, unsure } = verdict
  if (draws.length === 0 || (fate !== 'allow' && fate !== 'unknown')) return fate
  const isCertain = fate === 'allow'
  const room = drawBounded(counters, { draws, unsure, counted, at: call.at, isCertain })
  if (!isCertain) return 'unknown'
  return room === 'room' ? 'allow' : room === 'full' ? 'limit' : 'unknown'
}

function mayTake({ draws }: RecordedVerdict, fate: Fate): boolean {
  return draws.length > 0 && (fate === 'allow' || fate === 'unknown')
}

function ruleOf({ rule, draws }: RecordedVerdict, fate: Fate): string {
  return fate === 'limit' && rule === '' ? (draws[0]?.rule ?? '') : rule
}

function mostFirst<Row extends { readonly calls: number }>(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].map((row) => ({ ...row })).sort((one, other) => other.calls - one.calls)
}
