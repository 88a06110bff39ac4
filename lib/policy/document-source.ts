// A document's text with what was read from it, so that one command after the other reads it once.
import type { Json } from '#lib/json/index.ts'
import type { Parsed } from './issue.ts'
import { parsePolicy } from './parse.ts'
import type { Policy } from './policy.ts'
import { readSource, sourceValue } from './source.ts'
import type { Format, SourceNode } from './source-node.ts'

export type DocumentSource = {
  readonly text: string
  readonly format: Format
  readonly root: SourceNode
  /** What the text says, also where that is no policy. */
  readonly document: Json
  /** The same as a policy; read when first asked for. */
  policy(): Parsed<Policy>
}

/** Reads a text for `editDocument`; every fault of its syntax where it cannot be read. */
export function readDocument(text: string, format: Format = 'jsonc'): Parsed<DocumentSource> {
  const source = readSource(text, format)
  if (!source.ok) return source
  const root = source.value
  const document = sourceValue(text, root, [])
  let policy: Parsed<Policy> | null = null
  return {
    ok: true,
    value: {
      text,
      format,
      root,
      document,
      policy: () => {
        policy ??= parsePolicy(document)
        return policy
      },
    },
  }
}
