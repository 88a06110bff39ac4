// The seed in the tree: captures of servers whose licences allow it (seed/NOTICE), so that a fresh install has a
// catalogue. Where a capture holds names and arguments alone, `takes` says them on one line (shorthand.ts).
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type Json, type JsonObject, jsonObject, member, parseJson } from '#lib/json/index.ts'
import { inBatches, type Placed } from './batches.ts'
import { captureEntries, readCapture } from './capture.ts'
import type { Row, Source } from './found.ts'
import { schemaOf } from './shorthand.ts'

// Pages are served beside it.
const TOOLS_AT_ONCE = 150
const BOUNDS = { maxDepth: 64, maxNodes: 2_000_000 }

/**
 * @param folder with the seed's files
 * @throws {Fault} internal where it is not there: the tree is incomplete
 */
export async function seedSource(folder: string): Promise<Source> {
  const files = await readFiles(folder)
  const hash = createHash('sha256')
  for (const { name, text } of files) hash.update(`${name}\n${text}\n`)
  const version = hash.digest('hex').slice(0, 16)
  const entries = files.flatMap(({ name, text }) => entriesOf(name, text))
  return {
    // Each version is a source of its own: a replica of an older release does not bring the older one back.
    key: `seed:${version}`,
    title: 'the seed',
    version,
    total: entries.length,
    read: (from) => inBatches(rowsOf(entries, Number(from ?? 0)), TOOLS_AT_ONCE),
  }
}

async function readFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const all = await readdir(folder).catch(() => [])
  const names = all.filter((name) => name.endsWith('.json')).sort()
  if (names.length === 0) throw new Fault('internal', `The catalogue’s seed is not in ${folder}.`)
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })))
}

type Entry = { readonly value: Json; readonly place: string }

function entriesOf(file: string, text: string): Entry[] {
  const entries = captureEntries(parseJson(text, BOUNDS)) ?? []
  return entries.map((value, index) => ({ value, place: `seed/${file}, server ${index + 1}` }))
}

async function* rowsOf(entries: readonly Entry[], from: number): AsyncGenerator<Placed> {
  for (const [index, { value, place }] of entries.entries()) {
    if (index < from) continue
    yield {
      row: seeded(readCapture(written(value), { place, name: '', scannedAt: null })),
      position: `${index + 1}`,
    }
  }
}

function seeded(row: Row): Row {
  const { server } = row
  return server ? { ...row, server: { ...server, source: { kind: 'seed', url: server.source.url } } } : row
}

function written(entry: Json): Json {
  const tools = isJsonObject(entry) ? member(entry, 'tools') : undefined
  if (!isJsonObject(entry) || !Array.isArray(tools)) return entry
  return jsonObject([
    ...Object.entries(entry),
    ['tools', tools.map((tool) => (isJsonObject(tool) ? inFull(tool) : tool))],
  ])
}

function inFull(tool: JsonObject): JsonObject {
  const takes = member(tool, 'takes')
  if (typeof takes !== 'string') return tool
  const { takes: _, ...rest } = tool
  return jsonObject([...Object.entries(rest), ['inputSchema', schemaOf(takes)]])
}
