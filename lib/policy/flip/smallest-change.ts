// The smallest single change of a document that makes a decision come out otherwise (X3, X4).
import { type JsonObject, jsonObject, member, serializeJson } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Command, TextEdit } from '../command.ts'
import { compilePolicy } from '../compile.ts'
import { objectOr } from '../document.ts'
import { edit } from '../edit.ts'
import { parsePolicyText } from '../parse-text.ts'
import { governorIn } from '../placement.ts'
import type { Policy } from '../policy.ts'
import type { Format } from '../source-node.ts'
import { type Candidate, CHANGE_KINDS, type ChangeKind, compareCandidates } from './candidate.ts'
import { looseningsOf, tighteningsOf } from './candidates.ts'
import { type FlipOptions, judged } from './judged.ts'
import { layersOf } from './site.ts'
import { type Effect, effectOf } from './verdict.ts'

export type Flip = {
  /** What to change, in the words of the document alone: it holds no argument's value (X2). */
  readonly text: string
  /** The same with the values of the call, which the command holds too. */
  readonly exact: string
  readonly command: Command
  readonly kind: ChangeKind
  readonly from: Effect
  readonly to: Effect
}

/** X4: so many changes are tried at most, the likely ones first. */
const MOST_TRIED = 256
/** So many of one kind are compared by how much text they change. */
const MOST_MEASURED = 16

/**
 * The smallest change that flips the decision on this call, done and evaluated again, so that it truly
 * does; null where no single change of the document does, or where the document has errors.
 */
export function smallestChange(text: string, call: ToolCall, options: FlipOptions = {}): Flip | null {
  const { format } = options
  const parsed = parsePolicyText(text, format)
  if (!parsed.ok) return null
  const { policy, document } = parsed.value
  const decision = judged(compilePolicy(policy), call, options)
  if (!decision) return null
  const layers = layersOf(policy, document, call.name)
  const candidates =
    decision.effect === 'allow'
      ? tighteningsOf(layers, call, decision.draws)
      : looseningsOf(policy, layers, call, decision)
  const effect = (changed: string, written: Format | undefined): Effect | null => {
    const next = parsePolicyText(changed, written)
    return next.ok ? effectOf(compilePolicy(next.value.policy), call, decision.approved, decision.used) : null
  }
  // A document of one entry answers fast what the whole one has to confirm.
  const core = serializeJson(coreOf(document, policy, call.name))
  const hopeful = candidates
    .toSorted(compareCandidates)
    .slice(0, MOST_TRIED)
    .filter(({ command }) => isFlip(decision.effect, effect(edit(core, command, 'json').text, 'json')))
  for (const kind of CHANGE_KINDS) {
    const tried = hopeful
      .filter((candidate) => candidate.kind === kind)
      .slice(0, MOST_MEASURED)
      .map((candidate) => ({ candidate, done: edit(text, candidate.command, format) }))
      .toSorted(
        (a, b) => compareCandidates(a.candidate, b.candidate) || size(a.done.edits) - size(b.done.edits),
      )
    for (const { candidate, done } of tried) {
      const to = effect(done.text, format)
      if (isFlip(decision.effect, to)) return flipOf(candidate, decision.effect, to)
    }
  }
  return null
}

function isFlip(from: Effect, to: Effect | null): to is Effect {
  if (to === null || to === from) return false
  return from === 'await' ? to === 'allow' : true
}

function flipOf({ text, exact, command, kind }: Candidate, from: Effect, to: Effect): Flip {
  const then = to === 'await' ? ' The call then waits for approval.' : ''
  return { text: text + then, exact: exact + then, command, kind, from, to }
}

function size(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { length, content }) => sum + length + content.length, 0)
}

/** The document less the entries that do not govern the tool. */
function coreOf(document: JsonObject, policy: Policy, tool: string): JsonObject {
  const governor = governorIn(policy)(tool)
  const tools = objectOr(member(document, 'tools'))
  const entry = governor === null ? undefined : member(tools, governor)
  const kept = entry === undefined || governor === null ? jsonObject() : jsonObject([[governor, entry]])
  return jsonObject(
    Object.entries(document).map(([key, value]) => [key, key === 'tools' ? kept : value] as const),
  )
}
