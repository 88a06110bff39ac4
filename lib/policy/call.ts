// The facts a decision may depend on, and nothing else.
import type { JsonObject } from '#lib/json/index.ts'

export const CATEGORIES = ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'Other'] as const
export type Category = (typeof CATEGORIES)[number]
export const SEVERITIES = ['Low', 'Medium', 'High', 'Critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** pinned: as accepted · changed: differs from what was accepted · new: never accepted · gone: not in the last list */
export type ToolState = 'pinned' | 'changed' | 'new' | 'gone'

/** What the gateway knows of a tool. `declared` are the argument names of the pinned input schema (E6). */
export type ToolFacts = {
  readonly name: string
  readonly state: ToolState
  readonly category: Category
  readonly severity: Severity
  readonly declared: readonly string[]
}

/** One tools/call. `tool` is null where no list of the server ever named it (E2). */
export type ToolCall = {
  readonly name: string
  readonly tool: ToolFacts | null
  readonly arguments: JsonObject
  readonly grant: { readonly label: string; readonly tags: readonly string[] }
  readonly client: { readonly name?: string }
  readonly user: { readonly email?: string }
  /** Milliseconds since the epoch; the only clock of an evaluation (E13). */
  readonly at: number
}
