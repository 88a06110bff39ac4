// What an import gives, checked row by row: a catalogue is somebody else's text, and one bad row never costs the others.
import { createHash } from 'node:crypto'
import { classify, subjectOf } from '#lib/catalogue/index.ts'
import {
  type ListingFacts,
  type PreparedListing,
  type PreparedTool,
  SOURCES,
} from '#lib/data/catalogue/index.ts'
import { isJsonObject, type Json, JsonSyntaxError, member, parseJson } from '#lib/json/index.ts'

/** A listing as a source has it. What is '' or null is not known; what is stored of it stays. */
export type GivenListing = ListingFacts & {
  /** The address it would like to have; its name makes one where this is absent or taken. */
  readonly slug?: string
}
export type Given = {
  readonly listing: GivenListing
  /** The definitions of its tools as JSON texts, or null where nobody has read them. */
  readonly tools: readonly string[] | null
}
/** A tool that was left out, and why, in a sentence. */
export type RefusedTool = { readonly tool: string; readonly reason: string }
export type Checked =
  | { readonly prepared: PreparedListing; readonly refused: readonly RefusedTool[] }
  | { readonly reason: string }

export const MAX_TOOLS = 5_000
export const MAX_DEFINITION = 256 * 1024
export const MAX_NAME = 200
const MAX_TOOLS_TEXT = 16 * 1024 * 1024
const BOUNDS = { maxDepth: 64, maxNodes: 50_000 }
const LENGTHS = { name: MAX_NAME, title: 200, description: 4_000, version: 100 } as const
const MAX_URL = 2_000

/** The listing as it will be stored with its tools classified, or why it is refused. */
export function checkGiven({ listing, tools }: Given): Checked {
  const reason = refusalOf(listing)
  if (reason !== null) return { reason }
  const { slug, name, title, description, version, source, homepage, endpoint, scannedAt } = listing
  const facts = {
    name,
    title,
    description,
    version,
    source: { kind: source.kind, url: source.url },
    homepage,
    endpoint: endpointOf(endpoint),
    scannedAt,
  }
  if (tools === null) return { prepared: { slug: slug ?? '', facts, tools }, refused: [] }
  if (tools.length > MAX_TOOLS) return { reason: `It has more than ${MAX_TOOLS} tools.` }
  if (tools.reduce((sum, text) => sum + text.length, 0) > MAX_TOOLS_TEXT)
    return { reason: 'The definitions of its tools are larger than 16 MB together.' }
  const read = readTools(tools)
  const siblings = read.tools.map((tool) => tool.name)
  const prepared = read.tools.map((tool) => classified(tool, { server: name, siblings }))
  return { prepared: { slug: slug ?? '', facts, tools: prepared }, refused: read.refused }
}

type ReadTool = { readonly name: string; readonly text: string; readonly definition: Json }

function readTools(texts: readonly string[]): { tools: ReadTool[]; refused: RefusedTool[] } {
  const tools = new Map<string, ReadTool>()
  const refused: RefusedTool[] = []
  for (const [index, text] of texts.entries()) {
    const tool = readTool(text)
    const label = `tool ${index + 1}`
    if ('reason' in tool) refused.push({ tool: label, reason: tool.reason })
    else if (tools.has(tool.name))
      refused.push({ tool: tool.name, reason: 'The list has its name twice; the first one is kept.' })
    else tools.set(tool.name, tool)
  }
  return { tools: [...tools.values()], refused }
}

function readTool(text: string): ReadTool | { readonly reason: string } {
  if (text.length > MAX_DEFINITION) return { reason: 'Its definition is larger than 256 KB.' }
  try {
    const definition = parseJson(text, BOUNDS)
    const name = isJsonObject(definition) ? member(definition, 'name') : undefined
    if (typeof name !== 'string' || name === '') return { reason: 'It has no name.' }
    const reason = textFault('name', name, MAX_NAME)
    return reason === null ? { name, text, definition } : { reason }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    return { reason: `Its definition cannot be read: ${error.message}` }
  }
}

function classified(
  { name, text, definition }: ReadTool,
  surroundings: { server: string; siblings: string[] },
): PreparedTool {
  const subject = subjectOf(name, definition)
  const { category, severity, confidence } = classify(subject, surroundings)
  return {
    name,
    // Postgres' text holds no NUL; the definition has it as an escape.
    description: subject.description.replaceAll('\0', '\uFFFD'),
    definition: text,
    hash: createHash('sha256').update(text).digest('base64url'),
    category,
    severity,
    confidence,
  }
}

function refusalOf(listing: GivenListing): string | null {
  if (listing.name.trim() === '') return 'It has no name.'
  for (const field of ['name', 'title', 'description', 'version'] as const) {
    const fault = textFault(field, listing[field], LENGTHS[field])
    if (fault !== null) return fault
  }
  if (!SOURCES.includes(listing.source.kind)) return `Its source is none of ${SOURCES.join(', ')}.`
  if (Number.isNaN(listing.scannedAt.getTime())) return 'The date of its scan is no date.'
  const { endpoint } = listing
  const command = endpoint?.kind === 'stdio' ? textFault('command', endpoint.command, MAX_URL) : null
  if (command !== null) return command
  const urls = {
    source: listing.source.url,
    homepage: listing.homepage,
    endpoint: endpoint && endpoint.kind !== 'stdio' ? endpoint.url : null,
  }
  const wrong = Object.entries(urls).find(([, url]) => url !== null && !isLink(url))
  return wrong ? `Its ${wrong[0]} is not an http or https URL of at most ${MAX_URL} characters.` : null
}

function textFault(field: string, text: string, most: number): string | null {
  if (text.length > most) return `Its ${field} is longer than ${most} characters.`
  if (text.includes('\0')) return `Its ${field} holds a NUL.`
  return text.isWellFormed() ? null : `Its ${field} holds half a character (a lone surrogate).`
}

function isLink(text: string): boolean {
  if (text.length > MAX_URL || textFault('URL', text, MAX_URL) !== null) return false
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
}

function endpointOf(endpoint: ListingFacts['endpoint']): ListingFacts['endpoint'] {
  if (endpoint === null) return null
  return endpoint.kind === 'stdio'
    ? { kind: 'stdio', command: endpoint.command }
    : { kind: endpoint.kind, url: endpoint.url }
}
