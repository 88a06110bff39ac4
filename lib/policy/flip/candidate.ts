// What may be tried to make a decision come out otherwise, and which of two changes is the smaller (X4).
import type { Command } from '../edit/command.ts'

/** From the change that affects the fewest other calls to the one that affects the most. */
export const CHANGE_KINDS = ['value', 'condition', 'rule', 'tool', 'default'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export type Candidate = {
  readonly kind: ChangeKind
  /** How far a bound moves in proportion to itself: 0 (a single value) to 1. 0 where nothing moves. */
  readonly moved: number
  readonly command: Command
  /** What it does, in the words of the document alone (X2). */
  readonly text: string
  /** The same with the call's own values. */
  readonly exact: string
}

export function compareCandidates(a: Candidate, b: Candidate): number {
  return CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) || a.moved - b.moved
}

/** A change that needs no value of the call, so that both of its texts are one. */
export function plain(kind: ChangeKind, command: Command, text: string): Candidate {
  return { kind, moved: 0, command, text, exact: text }
}
