// The tree of a document's text, the same for every format: what stands where, and what it says.
import type { Issue, IssueCode } from '../issue.ts'

export type Format = 'json' | 'jsonc' | 'yaml'
export const FORMATS = ['json', 'jsonc', 'yaml'] as const satisfies readonly Format[]

/**
 * `offset` and `length` count UTF-16 units of the text. An object has `property` children, each with a
 * key and (but in a broken text) a value. `value` is there for texts, truth values and null; a number
 * is what its text says, digit for digit.
 */
export type SourceNode = {
  readonly type: 'object' | 'array' | 'property' | 'string' | 'number' | 'boolean' | 'null'
  readonly offset: number
  readonly length: number
  readonly value?: unknown
  readonly children?: SourceNode[]
  /** Of a property: where its colon stands. */
  readonly colonOffset?: number
  /** Of YAML's objects and lists: written by indentation, without brackets. */
  readonly block?: true
  /** Of an element of a block list: where its dash stands. */
  readonly mark?: number
}

export const MAX_DOCUMENT_BYTES = 1 << 20
export const MAX_DEPTH = 64

export function issueAt(
  code: IssueCode,
  pointer: string,
  message: string,
  offset: number,
  length: number,
): Issue {
  return { code, pointer, message, severity: 'error', offset, length }
}

export function tooDeep(offset: number): Issue {
  return issueAt('too-deep', '', `Nothing here is nested deeper than ${MAX_DEPTH} levels.`, offset, 1)
}
