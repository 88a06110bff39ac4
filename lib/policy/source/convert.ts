// A document in another format: the same data, key for key and digit for digit.
import { createScanner, type SyntaxKind, stripComments } from 'jsonc-parser'
import { printValue } from '../edit/layout.ts'
import { failure, type Issue } from '../issue.ts'
import { printYaml } from '../yaml/print.ts'
import { countYamlComments } from '../yaml/tokens.ts'
import { readSource, sourceValue } from './source.ts'
import type { Format } from './source-node.ts'

/** `lost` names in words what the other format does not say, or does not say in the same place. */
export type Converted =
  | { readonly text: string; readonly lost: readonly string[] }
  | { readonly issues: readonly [Issue, ...Issue[]] }

/**
 * The text in another format. Its data need be no valid policy; a text that cannot be read, or whose
 * data could be read in two ways (P6), is refused with its issues. From JSON with comments to plain JSON
 * the layout stays; between JSON and YAML the text is laid out anew and comments are lost.
 */
export function convertText(text: string, from: Format, to: Format): Converted {
  const source = readSource(text, from)
  if (!source.ok) return { issues: source.issues }
  const issues: Issue[] = []
  const value = sourceValue(text, source.value, issues)
  const refusal = failure(issues)
  if (refusal) return { issues: refusal.issues }
  if (from === to || (from === 'json' && to === 'jsonc')) return { text, lost: [] }
  if (from !== 'yaml' && to !== 'yaml') return { text: stripComments(text), lost: commentsIn(text) }
  if (to === 'yaml') return readBack(printYaml(value), commentsIn(text))
  const style = { eol: '\n', indent: '  ', oneLine: false, gap: ' ' }
  return { text: `${printValue(value, style, '')}\n`, lost: inWords(countYamlComments(text)) }
}

// What JSON can say and YAML cannot: a key of more than 1024 characters. It has no place in the old text.
function readBack(text: string, lost: readonly string[]): Converted {
  const written = readSource(text, 'yaml')
  if (written.ok) return { text, lost }
  const { code, pointer, message, severity } = written.issues[0]
  return { issues: [{ code, pointer, message, severity }] }
}

function commentsIn(text: string): string[] {
  const scanner = createScanner(text, false)
  let comments = 0
  for (let token: number = scanner.scan(); token !== TOKEN.end; token = scanner.scan())
    if (token === TOKEN.lineComment || token === TOKEN.blockComment) comments++
  return inWords(comments)
}

// The library declares these as `const enum`, which isolated modules cannot read.
const TOKEN = { lineComment: 12, blockComment: 13, end: 17 } as const satisfies Record<
  string,
  SyntaxKind | number
>

function inWords(comments: number): string[] {
  if (comments === 0) return []
  return [comments === 1 ? '1 comment' : `${comments} comments`]
}
