// The smallest single change of a document that makes a decision come out otherwise (X3, X4).
import { isJsonObject, type JsonObject, jsonObject, member, serializeJson } from '#lib/json/index.ts'
import { withBaseline } from '../baseline/compile.ts'
import type { ToolCall } from '../call.ts'
import type { Command, TextEdit } from '../edit/command.ts'
import { objectOr } from '../edit/document.ts'
import { edit, editDocument } from '../edit/edit.ts'
import { governorIn } from '../edit/placement.ts'
import { compilePolicy } from '../evaluate/compile.ts'
import type { Policy } from '../policy.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { readDocument } from '../source/document-source.ts'
import type { Format } from '../source/source-node.ts'
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
  const read = readDocument(text, options.format)
  const parsed = read.ok ? read.value.policy() : null
  if (!read.ok || !parsed?.ok || !isJsonObject(read.value.document)) return null
  const source = read.value
  const compiled = (policy: Policy) => withBaseline(compilePolicy(policy), options.baseline ?? null)
  // What governs no call of this tool has no say, and takes its time to compile.
  const governor = governorIn(parsed.value)(call.name)
  const decision = judged(compiled(lessOthers(parsed.value, governor)), call, options)
  if (!decision) return null
  const layers = layersOf(parsed.value, read.value.document, call.name)
  const candidates =
    decision.effect === 'allow'
      ? tighteningsOf(layers, call, decision.draws)
      : looseningsOf(parsed.value, layers, call, decision)
  const effect = (changed: string, format: Format): Effect | null => {
    const next = parsePolicyText(changed, format)
    if (!next.ok) return null
    const policy = lessOthers(next.value.policy, governorIn(next.value.policy)(call.name))
    return effectOf(compiled(policy), call, decision.approved, decision.used)
  }
  // A document of one entry answers fast what the whole one has to confirm.
  const core = serializeJson(coreOf(read.value.document, governor))
  const hopeful = candidates
    .toSorted(compareCandidates)
    .slice(0, MOST_TRIED)
    .filter(({ command }) => isFlip(decision.effect, effect(edit(core, command, 'json').text, 'json')))
  for (const kind of CHANGE_KINDS) {
    const tried = hopeful
      .filter((candidate) => candidate.kind === kind)
      .slice(0, MOST_MEASURED)
      .map((candidate) => ({ candidate, done: editDocument(source, candidate.command) }))
      .toSorted(
        (a, b) => compareCandidates(a.candidate, b.candidate) || size(a.done.edits) - size(b.done.edits),
      )
    for (const { candidate, done } of tried) {
      const to = effect(done.text, source.format)
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

/** The policy less the entries that do not govern the tool. */
function lessOthers(policy: Policy, governor: string | null): Policy {
  const entry = governor === null ? undefined : policy.tools.get(governor)
  return { ...policy, tools: new Map(governor === null || !entry ? [] : [[governor, entry]]) }
}

/** The same of the document. */
function coreOf(document: JsonObject, governor: string | null): JsonObject {
  const entry = governor === null ? undefined : member(objectOr(member(document, 'tools')), governor)
  const kept = entry === undefined || governor === null ? jsonObject() : jsonObject([[governor, entry]])
  return jsonObject(
    Object.entries(document).map(([key, value]) => [key, key === 'tools' ? kept : value] as const),
  )
}
