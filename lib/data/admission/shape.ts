// What calls have in common: everything that is recorded and checked of them but the id. Working it out costs more than
// all else that admission does for a call in this process, and the next call of a grant is mostly like its last: what was
// worked out is kept beside the mark that vouches for its facts, and found by comparing.
import type { Draw } from '#lib/policy/index.ts'
import type { DecidedCall } from './admit.ts'
import { type DrawRow, drawRows, takenOf } from './batch-draws.ts'
import { type Mark, vouchingMark } from './mark.ts'
import { rowOfArray, textArray } from './pg-array.ts'

export type Shape = {
  /** All of it, as a row of `shapes`. */
  readonly text: string
  /** Equal shapes have equal keys. Of two readings of the same facts the later mark may stand and the earlier not. */
  readonly key: string
  readonly organisation: string
  readonly isAllowed: boolean
  readonly draws: readonly DrawRow[]
  /** Of each draw: its counter among those of all organisations, and whether it takes. */
  readonly counters: readonly string[]
  readonly takes: readonly boolean[]
  /** What vouches for the facts; without it they are compared. */
  readonly mark: Mark | null
  /** The mark as a row of `marks`; '' without one. */
  readonly markRow: string
  /** When it stops being true by itself: holds from, until (ms), and the end of the grant. */
  readonly bounds: readonly (string | null)[] | null
}
type Varying = Pick<DecidedCall, 'method' | 'session' | 'decision' | 'argumentNames' | 'detail'>
type Kept = { readonly of: Varying; readonly shape: Shape }

// Of one reading of a grant and a tool: with other arguments come other names, draws and reasons.
const MOST_OF_ONE = 8
// Of all together; then all is forgotten. What is longer is not kept, so this is some 40 MB at worst.
const MOST = 10_000
const LONGEST = 2000
let kept = new WeakMap<Mark, Kept[]>()
let count = 0

/** The shape of a call that was kept, or null. What is kept was found storable. */
export function keptShape(call: DecidedCall): Shape | null {
  const mark = vouchingMark(call.facts, call.tool)
  const known = mark && kept.get(mark)
  if (!known) return null
  for (const { of, shape } of known) if (isAlike(of, call)) return shape
  return null
}

/** The shape of a call that was found storable: kept, where its facts have a mark. */
export function keepShape(call: DecidedCall): Shape {
  const shape = madeShape(call)
  if (!shape.mark || shape.text.length > LONGEST) return shape
  if (count >= MOST) {
    kept = new WeakMap()
    count = 0
  }
  const known = kept.get(shape.mark) ?? []
  if (known.length >= MOST_OF_ONE) known.shift()
  else count++
  const { method, session, decision, argumentNames, detail } = call
  known.push({ of: { method, session, decision, argumentNames, detail }, shape })
  kept.set(shape.mark, known)
  return shape
}

export function shapeOf(call: DecidedCall): Shape {
  return keptShape(call) ?? madeShape(call)
}

function madeShape(call: DecidedCall): Shape {
  const { facts, decision } = call
  const organisation = facts.organisationId
  const draws = drawRows(call)
  const taken = takenOf(draws)
  const mark = vouchingMark(facts, call.tool)
  const { holds } = decision
  const ends = [
    holds?.from?.toString() ?? null,
    holds?.until?.toString() ?? null,
    mark?.ends ?? facts.access?.ends ?? null,
  ]
  const bounds = ends.some((end) => end !== null) ? ends : null
  // In the order that `admit_calls` names.
  const text = rowOfArray([
    organisation,
    facts.grant.id,
    facts.server?.id ?? '',
    facts.policyVersionId,
    call.tool,
    facts.tool?.pinnedHash ?? null,
    call.method,
    decision.effect,
    decision.rule,
    decision.reason,
    decision.message,
    textArray(call.argumentNames),
    JSON.stringify(draws.length > 0 ? { ...call.detail, taken } : call.detail),
    taken.length === draws.length ? null : JSON.stringify(draws),
    String(facts.grant.revision),
    facts.tokenDigest,
    facts.user.email,
    String(facts.server?.revision ?? -1),
    facts.tool ? String(facts.tool.revision) : null,
    facts.tool?.hash ?? null,
  ])
  return {
    text,
    key: `${mark?.text} ${bounds ?? ''} ${text}`,
    organisation,
    isAllowed: decision.effect === 'allow',
    draws,
    counters: draws.map(({ key }) => `${organisation}/${key}`),
    takes: draws.map((draw) => taken.includes(draw)),
    mark,
    markRow: mark ? rowOfArray([organisation, mark.text]) : '',
    bounds,
  }
}

// Facts and tool are the mark's; what is left to compare is short, and mostly the very same text.
function isAlike(a: Varying, b: Varying): boolean {
  return (
    a.method === b.method &&
    a.session === b.session &&
    a.decision.effect === b.decision.effect &&
    a.decision.rule === b.decision.rule &&
    a.decision.reason === b.decision.reason &&
    a.decision.message === b.decision.message &&
    a.decision.holds?.from === b.decision.holds?.from &&
    a.decision.holds?.until === b.decision.holds?.until &&
    areEqual(a.argumentNames, b.argumentNames) &&
    isDetailAlike(a.detail, b.detail) &&
    areDrawsAlike(a.decision.draws, b.decision.draws)
  )
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

// In their order, too: it is recorded as it came.
function isDetailAlike(a: DecidedCall['detail'], b: DecidedCall['detail']): boolean {
  const names = Object.keys(a)
  if (!areEqual(names, Object.keys(b))) return false
  for (const name of names) if (a[name] !== b[name]) return false
  return true
}

function areDrawsAlike(a: readonly Draw[], b: readonly Draw[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!isDrawAlike(a[i], b[i])) return false
  return true
}

function isDrawAlike(a: Draw | undefined, b: Draw | undefined): boolean {
  return (
    a?.rule === b?.rule &&
    a?.counter === b?.counter &&
    a?.scope === b?.scope &&
    a?.window === b?.window &&
    a?.algorithm === b?.algorithm &&
    a?.max === b?.max &&
    a?.amount === b?.amount &&
    a?.onDeny === b?.onDeny
  )
}
