// What a person can do to a document: one vocabulary for drag, menu, keyboard, inspector and quick fix.
import type { Json } from '#lib/json/index.ts'
import type { Algorithm, MethodGroup, Policy, Scope, Window } from '../policy.ts'
import type { DocumentSource } from '../source/document-source.ts'

export const LANES = ['allow', 'limit', 'approve', 'deny', 'hide'] as const
/** A column of the board, from the widest to the strictest. */
export type Lane = (typeof LANES)[number]

/** `tool` names a tool or an entry that is a glob; a tool that a glob governs gets an entry of its own (M4). */
export type Command =
  | {
      readonly type: 'move'
      readonly tools: readonly string[]
      readonly to: Lane
      readonly limit?: { readonly max: number; readonly window: Window }
    }
  | ({ readonly type: 'add-limit'; readonly tool: string } & LimitFields)
  | ({ readonly type: 'set-limit'; readonly tool: string; readonly index: number } & Partial<LimitFields>)
  | { readonly type: 'remove-limit'; readonly tool: string; readonly index: number }
  | { readonly type: 'add-rule'; readonly tool: string; readonly list: RuleList; readonly rule: Json }
  | {
      readonly type: 'set-rule'
      readonly tool: string
      readonly list: RuleList
      readonly index: number
      readonly rule: Json
    }
  | { readonly type: 'remove-rule'; readonly tool: string; readonly list: RuleList; readonly index: number }
  /** `approval` is the value of `require_approval` as the document writes it; null removes it. */
  | { readonly type: 'set-approval'; readonly tool: string; readonly approval: Json }
  /** What the agent is told in the lane where the tool stands; '' removes the text. */
  | { readonly type: 'set-reason'; readonly tool: string; readonly reason: string }
  | { readonly type: 'set-strict'; readonly tool: string; readonly value: boolean }
  /** Back to what governs the tool without an entry of its own. */
  | { readonly type: 'remove-entry'; readonly tool: string }
  | { readonly type: 'set-default'; readonly value: 'allow' | 'deny' }
  | { readonly type: 'set-method'; readonly group: MethodGroup; readonly value: 'allow' | 'deny' | null }
  /** Puts a value at a pointer, the last step of which may be missing; '-' appends to an array. */
  | { readonly type: 'set'; readonly pointer: string; readonly value: Json }
  | { readonly type: 'remove'; readonly pointer: string }
  | { readonly type: 'rename-key'; readonly pointer: string; readonly to: string }
  | { readonly type: 'replace'; readonly text: string }

export type RuleList = 'require' | 'deny_if'

/** `null` removes the member. */
export type LimitFields = {
  readonly counter?: string
  readonly max: number
  readonly window: Window | string
  readonly scope?: Scope | null
  readonly algorithm?: Algorithm | null
  readonly increment_from?: string | null
  readonly on_deny?: string | null
}

/** Replaces `length` UTF-16 units at `offset`. A list of edits is in order and never overlaps. */
export type TextEdit = { readonly offset: number; readonly length: number; readonly content: string }

export type EditResult = {
  readonly text: string
  readonly edits: readonly TextEdit[]
  /** Applied to the new text, these give back the old one exactly. */
  readonly inverse: readonly TextEdit[]
  /** What happened, for the undo list and the announcement: “Move 3 tools to Deny · 2 rules removed”. */
  readonly label: string
  /** Tools of a move that stayed where they were, and why. */
  readonly unmoved: readonly { readonly tool: string; readonly why: string }[]
  /** What the new text says, where the command had to know: it spares its reader a parse. */
  readonly policy?: Policy
  /** The new text as `readDocument` gives it, where the command had to read it. */
  readonly next?: DocumentSource
}
