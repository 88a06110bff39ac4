// What is wrong with a document, and where: one kind of address (a JSON Pointer) for the editor, the API and the CLI.
import type { Command } from './edit/command.ts'

export const ISSUE_CODES = [
  // the text
  'syntax',
  'duplicate-key',
  'number-range',
  'lone-surrogate',
  'too-large',
  'too-deep',
  // the document
  'wrong-type',
  'wrong-value',
  'unknown-key',
  'missing-key',
  'out-of-range',
  'too-many',
  'too-many-patterns',
  'too-long',
  'bad-path',
  'bad-regex',
  'regex-too-wide',
  'too-much-regex',
  'bad-folder',
  'bad-host',
  'glob-ambiguous',
  'shorthand-clash',
  'limit-clash',
  'not-in-baseline',
  // the document against the server's tools (validatePolicy)
  'unknown-tool',
  'unused-pattern',
  'shadowed-pattern',
  'hidden-entry',
  'hidden-twice',
  'path-not-in-schema',
  'path-never-fits',
  'optional-without-exists',
  'unanchored-regex',
  'never-true',
  'always-true',
  'contradiction',
  'regex-too-slow',
  'unreachable-rule',
  'everything-denied',
  'open-by-default',
  'critical-open',
  'methods-by-default',
  'limit-zero',
  'limit-too-small',
  'limit-unreachable',
  'limit-session-only',
  'client-name-widens',
  'rule-without-effect',
  'approval-impossible',
  'approval-timeout-short',
] as const
export type IssueCode = (typeof ISSUE_CODES)[number]

/** `offset` and `length` count UTF-16 units of the text; they are absent where there was no text. */
export type Issue = {
  readonly code: IssueCode
  readonly pointer: string
  readonly message: string
  readonly severity: 'error' | 'warning'
  readonly offset?: number
  readonly length?: number
  readonly fix?: { readonly label: string; readonly command: Command }
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; issues: readonly [Issue, ...Issue[]] }

/** Adds an error to the list that is being made. */
export type Report = (pointer: string, code: IssueCode, message: string, fix?: Issue['fix']) => void

/** The value, or every issue that was found while it was read. */
export function parsed<T>(value: T, issues: readonly Issue[]): Parsed<T> {
  return failure(issues) ?? { ok: true, value }
}

/** The refusal that a list of issues is, or null for none. */
export function failure(
  issues: readonly Issue[],
): { ok: false; issues: readonly [Issue, ...Issue[]] } | null {
  const [first, ...rest] = issues
  return first ? { ok: false, issues: [first, ...rest] } : null
}
