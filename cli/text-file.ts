// A document from a file, and places in it as `file:line:column`.
import {
  type Format,
  formatAs,
  formatOf,
  type Issue,
  locatePointer,
  type PolicyDocument,
  parsePolicyText,
} from '#lib/policy/index.ts'
import { readText } from './arguments.ts'
import { FileError } from './file-error.ts'

export type TextFile = { readonly file: string; readonly text: string; readonly format: Format }

/** A policy or a test file, in the format of its name; standard input in the one that it looks like. */
export async function readTextFile(file: string): Promise<TextFile> {
  const text = await readText(file)
  return { file, text, format: formatOfFile(file, text) }
}

// Comments in `.json` are taken, as people write them; without any it stays plain JSON, and keeps its name when it is pulled.
function formatOfFile(file: string, text: string): Format {
  if (/\.ya?ml$/i.test(file)) return formatAs(text, 'yaml')
  const format = formatOf(text)
  return /\.jsonc?$/i.test(file) && format !== 'json' ? 'jsonc' : format
}

/** The document of a file that must be valid to go on. @throws FileError with every error of it */
export function documentIn(file: TextFile): PolicyDocument {
  const parsed = parsePolicyText(file.text, file.format)
  if (parsed.ok) return parsed.value
  throw new FileError(parsed.issues.map((issue) => issueLine(file, issue)).join('\n'))
}

/** `file:line:column: error: /pointer: message [code]` */
export function issueLine({ file, text }: TextFile, issue: Issue): string {
  const pointer = issue.pointer === '' ? '' : ` ${issue.pointer}:`
  return `${placeAt(file, text, issue.offset ?? 0)}: ${issue.severity}:${pointer} ${issue.message} [${issue.code}]`
}

/** `file:line` of a rule, or null for what stands nowhere, such as `(hidden)`. */
export function ruleLine({ file, text, format }: TextFile, pointer: string): string | null {
  const place = locatePointer(text, pointer, format)
  if (!place || pointer === '') return null
  return placeAt(file, text, place.offset).replace(/:\d+$/, '')
}

/** `file:line:column` of an offset in the text. */
export function placeAt(file: string, text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
}
