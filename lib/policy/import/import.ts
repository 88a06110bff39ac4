// Documents of other products, as documents of this language (I). Nothing that is refused there passes
// here: what cannot be said is closed, and the report says what happened to each part.
import type { JsonObject } from '#lib/json/index.ts'
import type { Issue, Report } from '../issue.ts'
import { printDocument } from '../lay-out.ts'
import { parsePolicy } from '../parse.ts'
import { parsePolicyText } from '../parse-text.ts'
import { locateIssue } from '../source.ts'
import { importHosted } from './hosted.ts'
import { importIntercept, isIntercept } from './intercept.ts'
import { type ImportNote, newReport } from './note.ts'
import { type ImportSource, readImport } from './read.ts'
import type { ImportRun } from './run.ts'
import { settle } from './settle.ts'

export type ImportKind = 'policylayer-json' | 'intercept-yaml' | 'portcullis'

export type ImportResult =
  | { readonly kind: ImportKind; readonly document: string; readonly report: readonly ImportNote[] }
  | { readonly issues: readonly Issue[] }

/** The tools of the server that the document is for; their schemas say which arguments are required. */
export type ImportTool = { readonly name: string; readonly inputSchema: unknown }

/**
 * Reads a policy of the hosted gateway (JSON), of Intercept (YAML) or of this language, and gives a
 * document of this language as JSON text with a report. A text that is broken, or no policy at all,
 * gives issues with their places instead.
 */
export function importPolicy(text: string, tools: readonly ImportTool[] = []): ImportResult {
  const source = readImport(text)
  if (!source.ok) return { issues: source.issues }
  const { value, isYaml } = source.value
  if (!isIntercept(value) && parsePolicy(value).ok) return ownDocument(text, source.value)
  const kind = isIntercept(value) || isYaml ? 'intercept-yaml' : 'policylayer-json'
  const { notes, say } = newReport()
  const issues: Issue[] = []
  const report: Report = (pointer, code, message) => {
    issues.push(locateIssue(source.value.root, { code, pointer, message, severity: 'error' }))
  }
  const run: ImportRun = { say, report, isDoubtful: source.value.isDoubtful, requiredOf: requiredIn(tools) }
  const made = kind === 'intercept-yaml' ? importIntercept(value, run) : importHosted(value, run)
  if (issues.length > 0) return { issues }
  const settled = settle(made, value, say)
  if (!isDocument(settled)) return { issues: settled.map((issue) => locateIssue(source.value.root, issue)) }
  const document = `${printDocument(settled)}\n`
  const parsed = parsePolicyText(document, 'json')
  if (!parsed.ok) return { issues: parsed.issues.map(({ offset: _, length: __, ...issue }) => issue) }
  if (notes.length === 0) say('', 'mapped', 'Everything means the same here.')
  return { kind, document, report: inOrder(notes) }
}

/** What is said of the whole document comes first. */
function inOrder(notes: readonly ImportNote[]): ImportNote[] {
  return [...notes.filter(({ pointer }) => pointer === ''), ...notes.filter(({ pointer }) => pointer !== '')]
}

function ownDocument(text: string, { value, isYaml }: ImportSource): ImportResult {
  const { notes, say } = newReport()
  say('', 'mapped', 'This is a document of this language already; it was taken over as it stands.')
  if (isYaml)
    say('', 'not-supported', 'It is written as JSON now; comments of the YAML text are left behind.')
  return { kind: 'portcullis', document: isYaml ? `${printDocument(value)}\n` : text, report: notes }
}

function isDocument(settled: JsonObject | readonly Issue[]): settled is JsonObject {
  return !Array.isArray(settled)
}

/** The names in `required` of a tool's schema, where the schema is plain enough to have them. */
function requiredIn(tools: readonly ImportTool[]): ImportRun['requiredOf'] {
  const byName = new Map(tools.map((tool) => [tool.name, tool.inputSchema]))
  return (name) => {
    const schema = byName.get(name)
    if (typeof schema !== 'object' || schema === null) return null
    const required = 'required' in schema ? schema.required : []
    return Array.isArray(required) && required.every((each) => typeof each === 'string') ? required : null
  }
}
