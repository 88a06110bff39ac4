// A text of any of the formats that are read: which one it is, it says itself.
import {
  isJsonObject,
  type Json,
  type JsonBounds,
  type JsonObject,
  JsonSyntaxError,
  member,
  parseJson,
} from '#lib/json/index.ts'
import { plainJson } from '#lib/paste/index.ts'
import { captureEntries, readCapture } from './capture.ts'
import { readClientFile } from './client-file.ts'
import { dockerCatalogue, readCatalogueServer, readYaml } from './docker.ts'
import { badRow, type Row } from './found.ts'
import { isRegistryPage, isServerJson, readRegistryPage, readServerJson } from './registry-page.ts'

export type DocumentOptions = {
  /** Of the file, for the places of its rows. */
  readonly place: string
  /** What a server is called whose file does not name it. */
  readonly name: string
  readonly scannedAt: Date | null
}

const BOUNDS: JsonBounds = { maxDepth: 130, maxNodes: 20_000_000 }
const FORMATS =
  'a tools/list answer, a client’s file with its servers, a server.json or a page of a registry, or Docker’s catalogue'

/** The servers of a text, in its order. A text that is none of the formats is one row that says so. */
export function readDocument(text: string, options: DocumentOptions): readonly Row[] {
  const { place } = options
  if (/^\s*[[{]/.test(text)) {
    const whole = readJson(text)
    if ('value' in whole) return readValue(whole.value, options)
    // A line of JSON Lines is JSON by itself, and one that is not leaves the others alone.
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    const isLines = lines.length > 1 && lines.slice(0, 2).some((line) => 'value' in readJson(line))
    return isLines ? readLines(text, options) : [badRow(`${place}:${whole.line}`, whole.problem)]
  }
  const yaml = readYaml(text)
  const servers = 'value' in yaml ? dockerCatalogue(yaml.value) : null
  if (servers) return servers.map(([name, value]) => readCatalogueServer(name, value, `${place}, “${name}”`))
  return [badRow(place, 'problem' in yaml ? yaml.problem : `This is none of what is read: ${FORMATS}.`)]
}

function readValue(value: Json, options: DocumentOptions): readonly Row[] {
  const { place } = options
  if (isRegistryPage(value)) return readRegistryPage(value, place, null).rows
  if (isServerJson(value)) return [readServerJson(value, place, null)]
  const entries = captureEntries(value)
  if (entries) {
    const placeOf = (index: number) => (entries.length > 1 ? `${place}, server ${index + 1}` : place)
    return entries.map((entry, index) => readCapture(entry, { ...options, place: placeOf(index) }))
  }
  const client = readClientFile(value, place)
  if (client && client.length > 0) return client
  return [badRow(place, `This is none of what is read: ${FORMATS}.`)]
}

// Each line is a server with its tools, or one tool with its `server` beside it.
function readLines(text: string, options: DocumentOptions): readonly Row[] {
  const rows: Row[] = []
  const loose = new Map<string, JsonObject[]>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const place = `${options.place}:${index + 1}`
    const read = readJson(line)
    const server = 'value' in read ? serverOfTool(read.value) : null
    if ('problem' in read) rows.push(badRow(place, read.problem))
    else if (server === null) rows.push(...readValue(read.value, { ...options, place }))
    else if (isJsonObject(read.value)) loose.set(server, [...(loose.get(server) ?? []), read.value])
  }
  const grouped = [...loose].map(([server, tools]) =>
    readCapture({ server, tools }, { ...options, place: `${options.place}, “${server}”` }),
  )
  return [...rows, ...grouped]
}

function serverOfTool(value: Json): string | null {
  if (!isJsonObject(value) || captureEntries(value)) return null
  const server = member(value, 'server')
  return typeof server === 'string' && typeof member(value, 'name') === 'string' ? server : null
}

type ReadJson = { readonly value: Json } | { readonly problem: string; readonly line: number }

function readJson(text: string): ReadJson {
  try {
    return { value: parseJson(text, BOUNDS) }
  } catch (first) {
    if (!(first instanceof JsonSyntaxError)) throw first
    try {
      return { value: parseJson(plainJson(text), BOUNDS) }
    } catch {
      const line = text.slice(0, first.offset).split('\n').length
      return { problem: `This is not JSON: ${first.message}.`, line }
    }
  }
}
