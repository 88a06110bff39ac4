// Files and folders as a source: captures, client files, saved pages, Docker's catalogue. A position is the number
// of the file and of the row in it; it holds as long as no file has changed.
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { Fault } from '#lib/fault.ts'
import { type Json, JsonSyntaxError, parseJson } from '#lib/json/index.ts'
import { inBatches, type Placed } from './batches.ts'
import { readServerFolder, readYaml } from './docker.ts'
import { readDocument } from './document.ts'
import { badRow, type Row, type Source } from './found.ts'

const MAX_BYTES = 256 * 1024 * 1024
const READ = /\.(?:json|jsonc|jsonl|ndjson|ya?ml)$/i
const BOUNDS = { maxDepth: 130, maxNodes: 5_000_000 }

type Unit = { readonly place: string; readonly stamp: string; rows(): Promise<readonly Row[]> }

/**
 * A file, a folder of files, or a copy of Docker's repository.
 * @throws {Fault} invalid-input for what is not there, or holds nothing that could be read
 */
export async function filesSource(path: string): Promise<Source> {
  const absolute = resolve(path)
  const units = await unitsAt(absolute, path)
  if (units.length === 0)
    throw new Fault('invalid-input', `${path} holds no .json, .jsonl or .yaml file, and no server.yaml.`)
  const hash = createHash('sha256')
  for (const { place, stamp } of units) hash.update(`${place}\n${stamp}\n`)
  return {
    key: `file:${absolute}`,
    title: path,
    version: hash.digest('hex'),
    total: null,
    read: (from) => inBatches(rowsOf(units, from)),
  }
}

/** What came over standard input. */
export function textSource(text: string): Source {
  const hash = createHash('sha256').update(text).digest('hex')
  const rows = async () => readDocument(text, { place: '-', name: 'server', scannedAt: null })
  return {
    key: `text:${hash}`,
    title: 'standard input',
    version: hash,
    total: null,
    read: (from) => inBatches(rowsOf([{ place: '-', stamp: hash, rows }], from)),
  }
}

async function* rowsOf(units: readonly Unit[], from: string | null): AsyncGenerator<Placed> {
  const [firstUnit = 0, firstRow = 0] = (from ?? '').split(':').map(Number)
  for (let unit = firstUnit; unit < units.length; unit++) {
    const rows = (await units[unit]?.rows()) ?? []
    for (let row = unit === firstUnit ? firstRow : 0; row < rows.length; row++) {
      const found = rows[row]
      if (found) yield { row: found, position: `${unit}:${row + 1}` }
    }
  }
}

async function unitsAt(absolute: string, shown: string): Promise<Unit[]> {
  const entry = await stat(absolute).catch((error: NodeJS.ErrnoException) => {
    throw new Fault('invalid-input', `${shown} could not be read: ${error.code ?? error.message}.`)
  })
  if (!entry.isDirectory()) return [await fileUnit(absolute, shown)]
  const folders = (await hasServers(join(absolute, 'servers'))) ? join(absolute, 'servers') : absolute
  const names = (await readdir(folders, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const units: Unit[] = []
  for (const each of names) {
    const path = join(folders, each.name)
    const place = join(shown, relative(absolute, path))
    if (each.isDirectory()) {
      const stamp = await stampOf(join(path, 'server.yaml'))
      if (stamp) units.push({ place, stamp, rows: () => readFolder(path, place) })
    } else if (each.isFile() && READ.test(each.name)) units.push(await fileUnit(path, place))
  }
  return units
}

async function hasServers(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) if (await stampOf(join(folder, name, 'server.yaml'))) return true
  return false
}

async function stampOf(path: string): Promise<string> {
  const entry = await stat(path).catch(() => null)
  return entry ? `${entry.size} ${entry.mtimeMs}` : ''
}

async function fileUnit(path: string, place: string): Promise<Unit> {
  return { place, stamp: await stampOf(path), rows: () => readFileRows(path, place) }
}

async function readFileRows(path: string, place: string): Promise<readonly Row[]> {
  const entry = await stat(path)
  if (entry.size > MAX_BYTES)
    return [badRow(place, `The file is larger than ${MAX_BYTES / 1024 / 1024} MB, the most that is read.`)]
  const name = basename(path).replace(READ, '')
  return readDocument(await readFile(path, 'utf8'), { place, name, scannedAt: entry.mtime })
}

async function readFolder(folder: string, place: string): Promise<readonly Row[]> {
  const yaml = readYaml(await readFile(join(folder, 'server.yaml'), 'utf8'))
  if ('problem' in yaml) return [badRow(join(place, 'server.yaml'), yaml.problem)]
  const text = await readFile(join(folder, 'tools.json'), 'utf8').catch(() => null)
  let tools: Json | null = null
  const broken: Row[] = []
  try {
    if (text !== null) tools = parseJson(text, BOUNDS)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    broken.push(badRow(join(place, 'tools.json'), `This is not JSON: ${error.message}.`))
  }
  return [readServerFolder(basename(folder), yaml.value, tools, place), ...broken]
}
