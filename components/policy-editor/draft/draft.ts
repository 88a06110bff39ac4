// The draft: its text is the only truth. Board, inspector and code pane are views of it, and
// whatever a view does arrives here as a command or as typed text, on one undo stack.
import {
  applyEdits,
  type Command,
  type DocumentSource,
  edit,
  editDocument,
  type Issue,
  judgeDocument,
  notationOf,
  type Policy,
  readDocument,
  type TextEdit,
} from '#lib/policy/index.ts'
import { differenceOf, reverseOf } from './difference.ts'

export type Notation = ReturnType<typeof notationOf>

/** One undoable step. `typedAt` (ms) is set for typing, which is grouped by pauses; null for a command. */
export type Step = {
  readonly redo: readonly TextEdit[]
  readonly undo: readonly TextEdit[]
  readonly label: string
  readonly typedAt: number | null
}

export type Draft = {
  readonly text: string
  /** What the text is written in. Typing keeps it, however the text looks meanwhile. */
  readonly format: Notation
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  /** The last text that parsed, its policy (what the board shows) and how it was read. null before one ever did. */
  readonly good: Good | null
  /** What is wrong with `text`; empty where it parses. */
  readonly problems: readonly Issue[]
  /** False while the text has not been parsed itself; after typing, `problems` then belong to an older one. */
  readonly settled: boolean
  /** Raised by one with each change; `applied` leads from the text of the revision before to this one. */
  readonly revision: number
  readonly applied: readonly TextEdit[]
  /** What the last change was, for the status bar and the live region. */
  readonly news: News | null
}

export type Good = { readonly text: string; readonly policy: Policy; readonly source: DocumentSource }

export type News = {
  /** As the undo list has it: “Move 3 tools to Deny · 2 rules removed”. */
  readonly label: string
  /** The same for the live region. */
  readonly said: string
  readonly undoable: boolean
}

export type DraftAction =
  /** `said` replaces the label in the live region, `label` the command's own label everywhere. */
  | { readonly type: 'command'; readonly command: Command; readonly said?: string; readonly label?: string }
  /** Several commands as one step, each on the text that the one before left. */
  | { readonly type: 'commands'; readonly commands: readonly Command[]; readonly label: string }
  /** `at` in ms, only compared with other such times. */
  | { readonly type: 'typed'; readonly text: string; readonly at: number }
  | { readonly type: 'settle' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Begin again with another text, without a history: another policy, a discarded draft. */
  | { readonly type: 'open'; readonly text: string }

/** A pause in typing this long begins a new undo step. */
export const TYPING_PAUSE_MS = 500
const STEPS_KEPT = 500

/** @param source what the text says, where that is known already */
export function openDraft(text: string, source?: DocumentSource): Draft {
  const empty = { past: [], future: [], good: null, problems: [], revision: 0, applied: [], news: null }
  const unread = { ...empty, text, format: notationOf(text), settled: false }
  return source === undefined ? settle(unread) : settleWith(unread, source)
}

/** True where a command would be taken: the text parses, so an edit of its tree means something. */
export function takesCommands(draft: Draft): boolean {
  return judged(draft).problems.length === 0
}

/** The next draft. A command on a text that does not parse, or one that changes nothing, is the same draft. */
export function draftReducer(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'command':
      return command(judged(draft), action)
    case 'commands':
      return commands(judged(draft), action.commands, action.label)
    case 'typed':
      return typed(draft, action.text, action.at)
    case 'settle':
      return settle(draft)
    case 'undo':
      return undo(draft)
    case 'redo':
      return redo(draft)
    case 'open':
      return { ...openDraft(action.text), revision: draft.revision + 1, applied: whole(draft, action.text) }
  }
}

function whole(draft: Draft, text: string): readonly TextEdit[] {
  const difference = differenceOf(draft.text, text)
  return difference === null ? [] : [difference]
}

/** The draft, parsed unless it is known to be good. */
function judged(draft: Draft): Draft {
  return draft.good?.text === draft.text ? draft : settle(draft)
}

function settle(draft: Draft): Draft {
  if (draft.settled) return draft
  if (draft.good?.text === draft.text) return { ...draft, settled: true, problems: [] }
  const looks = notationOf(draft.text)
  const asItLooks = settleAs(draft, looks)
  if (asItLooks.problems.length === 0 || looks === draft.format) return asItLooks
  // Half a key makes JSON look like YAML for a moment; what does not begin with a brace is none.
  return /^\s*[{/]/.test(draft.text) ? settleAs(draft, draft.format) : asItLooks
}

function settleAs(draft: Draft, format: Notation): Draft {
  const read = readDocument(draft.text, format)
  const written = { ...draft, format }
  return read.ok ? settleWith(written, read.value) : { ...written, settled: true, problems: read.issues }
}

function settleWith(draft: Draft, source: DocumentSource): Draft {
  const policy = judgeDocument(source)
  if (!policy.ok) return { ...draft, settled: true, problems: policy.issues }
  return { ...draft, settled: true, problems: [], good: { text: draft.text, policy: policy.value, source } }
}

function command(draft: Draft, action: Extract<DraftAction, { type: 'command' }>): Draft {
  const { command, said } = action
  if (draft.problems.length > 0 && command.type !== 'replace') return draft
  const source = draft.problems.length === 0 ? draft.good?.source : undefined
  const { text, edits, inverse, next, ...result } = source
    ? editDocument(source, command)
    : edit(draft.text, command, draft.format)
  const label = action.label ?? result.label
  if (text === draft.text) return { ...draft, news: { label, said: `${label}.`, undoable: false } }
  const step = { redo: edits, undo: inverse, label, typedAt: null }
  const [, ...asides] = label.split(' · ')
  const news = {
    label,
    said: [said ?? `${label}.`, ...asides.map((aside) => `${aside}.`)].join(' '),
    undoable: true,
  }
  const after = advance(draft, text, edits, { past: [...draft.past, step], future: [] }, news)
  // Most commands know what their text says: the board follows without reading it.
  return next === undefined ? settle(after) : settleWith(after, next)
}

function commands(draft: Draft, all: readonly Command[], label: string): Draft {
  if (draft.problems.length > 0) return draft
  const text = all.reduce((before, each) => edit(before, each, draft.format).text, draft.text)
  const change = differenceOf(draft.text, text)
  const said = `${label}.`
  if (change === null) return { ...draft, news: { label, said, undoable: false } }
  const step = { redo: [change], undo: [reverseOf(draft.text, change)], label, typedAt: null }
  const stacks = { past: [...draft.past, step], future: [] }
  return settle(advance(draft, text, [change], stacks, { label, said, undoable: true }))
}

function typed(draft: Draft, text: string, at: number): Draft {
  const change = differenceOf(draft.text, text)
  if (change === null) return draft
  const last = draft.past.at(-1)
  const grouped = last !== undefined && last.typedAt !== null && at - last.typedAt <= TYPING_PAUSE_MS
  const before = grouped ? applyEdits(draft.text, last.undo) : draft.text
  const kept = grouped ? draft.past.slice(0, -1) : draft.past
  const span = differenceOf(before, text)
  const step = span && { redo: [span], undo: [reverseOf(before, span)], label: 'Edit the text', typedAt: at }
  return advance(draft, text, [change], { past: step ? [...kept, step] : kept, future: [] }, null)
}

function undo(draft: Draft): Draft {
  const step = draft.past.at(-1)
  if (step === undefined) return draft
  const stacks = { past: draft.past.slice(0, -1), future: [...draft.future, step] }
  return settle(advance(draft, applyEdits(draft.text, step.undo), step.undo, stacks, again('Undone', step)))
}

function redo(draft: Draft): Draft {
  const step = draft.future.at(-1)
  if (step === undefined) return draft
  // A step that came back is closed: later typing is a step of its own.
  const stacks = { past: [...draft.past, { ...step, typedAt: null }], future: draft.future.slice(0, -1) }
  return settle(advance(draft, applyEdits(draft.text, step.redo), step.redo, stacks, again('Redone', step)))
}

function advance(
  draft: Draft,
  text: string,
  applied: readonly TextEdit[],
  stacks: { past: readonly Step[]; future: readonly Step[] },
  news: News | null,
): Draft {
  const past = stacks.past.slice(-STEPS_KEPT)
  const revision = draft.revision + 1
  return { ...draft, text, settled: false, revision, applied, past, future: stacks.future, news }
}

function again(word: string, step: Step): News {
  const label = `${word}: ${step.label}`
  return { label, said: `${label}.`, undoable: false }
}
