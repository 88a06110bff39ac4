// Captured answers of `tools/list`: the result, the JSON-RPC answer around it, the bare list, or the same with
// words about the server beside it; of one server or of many (`entries`, a list, JSON lines).
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Endpoint, ListingSource } from '#lib/listings/index.ts'
import { dockerName } from './docker-name.ts'
import { badRow, type Row } from './found.ts'
import { packageCommand } from './package-command.ts'
import { bareLinkOf, descriptionOf, linkOf, MAX_NAME, nameOf, titleOf, versionOf } from './text.ts'
import { toolTexts } from './tool-list.ts'

const DOCKER = 'docker/mcp-registry'

export type CaptureOptions = {
  /** Of the file, for the places of its rows. */
  readonly place: string
  /** Of the server, where the capture does not name it. */
  readonly name: string
  /** When the capture was made, where it does not say. */
  readonly scannedAt: Date | null
}

/** The entries of a capture: `{entries: […]}`, a list of such, or one alone. null: this is no capture. */
export function captureEntries(value: Json): readonly Json[] | null {
  if (Array.isArray(value)) return value.some(isEntry) ? value : value.some(isTool) ? [value] : null
  if (!isJsonObject(value)) return null
  const entries = member(value, 'entries')
  if (Array.isArray(entries)) return entries.map((each) => withRepository(each, value))
  return toolsOf(value) ? [value] : null
}

/** One server with its tools. */
export function readCapture(entry: Json, options: CaptureOptions): Row {
  const tools = toolsOf(entry)
  if (!tools) return badRow(options.place, 'There is no list of tools here.')
  const about: JsonObject = isJsonObject(entry) ? entry : {}
  const info = objectOf(about, 'serverInfo')
  const called = nameOf(member(about, 'server') ?? options.name)
  if (called === null)
    return badRow(options.place, `The server has no usable name: one is 1 to ${MAX_NAME} visible characters.`)
  return {
    place: options.place,
    server: {
      name: identityOf(about, called),
      slug: called,
      title: titleOf(member(about, 'title'), member(info, 'title'), called),
      description: descriptionOf(member(about, 'description') ?? member(info, 'description')),
      version: versionOf(member(about, 'version'), member(info, 'version')),
      source: provenanceOf(about),
      homepage: linkOf(member(about, 'homepage'), member(info, 'websiteUrl'), repositoryOf(about)),
      endpoint: endpointOf(about),
      scannedAt: dateOf(member(about, 'scannedAt'), member(about, 'source')) ?? options.scannedAt,
      tools: toolTexts(tools),
    },
    problems: [],
  }
}

function toolsOf(entry: Json): Json[] | null {
  if (Array.isArray(entry)) return entry
  if (!isJsonObject(entry)) return null
  const result = member(entry, 'result')
  const tools = member(isJsonObject(result) ? result : entry, 'tools')
  return Array.isArray(tools) ? tools : null
}

function isEntry(value: Json): boolean {
  return isJsonObject(value) && toolsOf(value) !== null
}

function isTool(value: Json): boolean {
  return isJsonObject(value) && typeof member(value, 'name') === 'string'
}

// What stands once for the whole file holds for each of its servers.
function withRepository(entry: Json, whole: JsonObject): Json {
  if (!isJsonObject(entry) || member(entry, 'repo') !== undefined) return entry
  const repo = member(whole, 'repo')
  return repo === undefined ? entry : { ...entry, repo }
}

// Many servers are called “stripe”. Which one it is, its package says; in Docker's catalogue the name is Docker's.
function identityOf(about: JsonObject, called: string): string {
  if (member(about, 'repo') === DOCKER) return dockerName(called)
  const name = member(about, 'package')
  return typeof name === 'string' && packageCommand('npm', name, null) !== null ? name : called
}

function provenanceOf(about: JsonObject): ListingSource {
  const repo = member(about, 'repo')
  return { kind: repo === DOCKER ? 'docker' : 'capture', url: repositoryOf(about) }
}

function repositoryOf(about: JsonObject): string | null {
  const repo = member(about, 'repo')
  return typeof repo === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repo)
    ? `https://github.com/${repo}`
    : linkOf(member(about, 'repository'))
}

// A package is named only where the capture says which registry it came from: a line that installs a name which
// nobody has taken yet is an invitation to take it.
function endpointOf(about: JsonObject): Endpoint | null {
  const url = bareLinkOf(member(about, 'url'))
  if (url !== null) return { kind: member(about, 'transport') === 'sse' ? 'sse' : 'http', url }
  const source = member(about, 'source')
  const registry = typeof source === 'string' && /^npm\b/.test(source) ? 'npm' : member(about, 'registry')
  const command = packageCommand(registry, member(about, 'package'), member(about, 'version'))
  return command === null ? null : { kind: 'stdio', command }
}

function objectOf(about: JsonObject, key: string): JsonObject {
  const value = member(about, key)
  return isJsonObject(value) ? value : {}
}

// Its own member, or the day in words such as “tools/list run on 2026-11-20”.
function dateOf(scannedAt: Json | undefined, source: Json | undefined): Date | null {
  const text =
    typeof scannedAt === 'string'
      ? scannedAt
      : typeof source === 'string'
        ? (/\bon (\d{4}-\d{2}-\d{2})\b/.exec(source)?.[1] ?? '')
        : ''
  const date = new Date(/^\d{4}-\d{2}-\d{2}/.test(text) ? text : Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}
