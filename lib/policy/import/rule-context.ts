// What the parts of one rule's import share.
import type { Report } from '../issue.ts'
import type { Counters } from './counter.ts'
import type { EntryDraft } from './entry-draft.ts'
import type { Say } from './note.ts'

export type RuleContext = {
  /** Null for the rules of "*", which are for every tool. */
  readonly tool: string | null
  /** Where the rule stands in the imported document. */
  readonly at: string
  readonly draft: EntryDraft
  readonly counters: Counters
  /** What the limits are counted for. */
  readonly scope: 'grant' | 'server'
  /** The arguments that the tool's schema requires; null where the schema is not known. */
  readonly required: readonly string[] | null
  readonly isDoubtful: (pointer: string) => boolean
  readonly say: Say
  /** For what is broken rather than unknown. */
  readonly report: Report
  /** Closes the tool, and says why in a clause without a full stop. */
  readonly close: (pointer: string, why: string) => void
}
