// Room for a program in the arguments: where a tool runs whatever it is given, its name says too little.
import { isHttp } from './choices.ts'
import type { Field } from './fields.ts'
import type { RiskSignal } from './risk-signals.ts'

export type Program = {
  readonly text: string
  readonly says: string
  /** A query can be told to only read; a command cannot. */
  readonly isQuery: boolean
  /** It picks the method of an HTTP request. */
  readonly isRequest: boolean
}

/** The tool's own argument that carries a program in whole or part; null for none. What is kept in a list is not run. */
export function programOf(fields: readonly Field[], signals: readonly RiskSignal[]): Program | null {
  const methods = fields.find(({ path, values }) => !isNested(path) && isHttp(values))
  if (methods)
    return {
      text: `${methods.path}: ${methods.values.slice(0, 7).join(', ')}`,
      says: 'may send any request',
      isQuery: false,
      isRequest: true,
    }
  const found = signals.find(
    ({ kind, path }) => !isNested(path) && (kind === 'command' || kind === 'code' || kind === 'query'),
  )
  return found
    ? {
        text: found.words,
        says: `may carry ${found.says}`,
        isQuery: found.kind === 'query',
        isRequest: false,
      }
    : null
}

function isNested(path: string): boolean {
  return path.includes('[') || path.includes('.')
}
