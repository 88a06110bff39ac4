// Documents of other products, as documents of this language (O). Nothing that is refused there passes
// here: what cannot be said is closed, and the report says what happened to each part.
import { type JsonObject, member } from '#lib/json/index.ts'
import { objectOr } from '../edit/document.ts'
import { isGlob } from '../evaluate/glob.ts'
import type { Issue, Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { printDocument } from '../presets/lay-out.ts'
import { parsePolicy } from '../read/parse.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { convertText } from '../source/convert.ts'
import { importHosted } from './hosted.ts'
import { importIntercept, isIntercept } from './intercept.ts'
import { type ImportNote, type Note, newReport, type Say } from './note.ts'
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
  const read = readImport(text)
  if (!read.ok) return { issues: read.issues }
  const source = read.value
  const isRules = isIntercept(source.value)
  if (!isRules && parsePolicy(source.value).ok) return ownDocument(text, source)
  const { notes, say } = newReport()
  const issues: Issue[] = []
  const report: Report = (pointer, code, message) => {
    issues.push(placed({ code, pointer, message, severity: 'error' }, source))
  }
  const run: ImportRun = { say, report, isDoubtful: source.isDoubtful, requiredOf: requiredIn(tools) }
  const isTheirs = isRules || source.format === 'yaml'
  const made = isTheirs ? importIntercept(source.value, run) : importHosted(source.value, run)
  if (issues.length > 0) return { issues: issues.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)) }
  const settled = settle(made, source.value, say)
  if (!isDocument(settled)) return { issues: settled.map((issue) => placed(issue, source)) }
  const document = `${printDocument(settled)}\n`
  const parsed = parsePolicyText(document, 'json')
  if (!parsed.ok) return { issues: parsed.issues.map((issue) => placed(spoken(issue), source)) }
  if (notes.length === 0) say('', 'mapped', 'Everything means the same here.')
  sayLost(text, source, say)
  return {
    kind: isTheirs ? 'intercept-yaml' : 'policylayer-json',
    document,
    report: reportOf(notes, source),
  }
}

/** What is said of the whole document comes first. */
function reportOf(notes: readonly Note[], { placeOf }: ImportSource): ImportNote[] {
  const [whole, parts] = [true, false].map((isWhole) =>
    notes.filter(({ pointer }) => (pointer === '') === isWhole),
  )
  return [...(whole ?? []), ...(parts ?? [])].map((note) => ({ ...note, ...spanOf(placeOf(note.pointer)) }))
}

/** An issue of the document that was made, for somebody who has never seen that document. */
function spoken(issue: Issue): Issue {
  return { ...issue, message: `What this becomes here could not be used. ${issue.message}` }
}

/** The issue at its place in the imported text, also one about the document that was made of it. */
function placed(issue: Issue, { placeOf }: ImportSource): Issue {
  return { ...issue, ...spanOf(placeOf(issue.pointer)) }
}

function spanOf({ offset, length }: { offset: number; length: number }): { offset: number; length: number } {
  return { offset, length }
}

function ownDocument(text: string, source: ImportSource): ImportResult {
  const { notes, say } = newReport()
  say('', 'mapped', 'This is a document of this language already; it was taken over as it stands.')
  for (const name of Object.keys(objectOr(member(source.value, 'tools'))).filter(isGlob))
    say(
      childPointer('/tools', name),
      'mapped',
      `“${name}” is a pattern here: its rules are for every tool that fits.`,
    )
  const isYaml = source.format === 'yaml'
  if (isYaml) sayLost(text, source, say)
  const document = isYaml ? `${printDocument(source.value)}\n` : text
  return { kind: 'portcullis', document, report: reportOf(notes, source) }
}

/** Comments of a text that is written anew. */
function sayLost(text: string, { format }: ImportSource, say: Say): void {
  const converted = format === 'json' ? null : convertText(text, format, 'json')
  const lost = converted && 'lost' in converted ? converted.lost : []
  if (lost.length > 0)
    say('', 'mapped', `The document is written anew, without ${lost.join(' and ')} of the text.`)
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
