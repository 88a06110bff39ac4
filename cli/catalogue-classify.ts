// `catalogue classify FILE`: a JSON line a tool, from a tools/list result or from JSON lines.
import { classify } from '#lib/catalogue/index.ts'
import { Fault } from '#lib/fault.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  JsonSyntaxError,
  member,
  parseJson,
  toPlain,
} from '#lib/json/index.ts'
import { readArguments, readNamedFile } from './arguments.ts'

type Listed = { readonly server: string | undefined; readonly name: string; readonly definition: JsonObject }

const BOUNDS = { maxDepth: 64, maxNodes: 5_000_000 }

export async function classifyFile(args: string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, true)
  const { file, content } = await readNamedFile(positionals)
  const tools = toolsIn(file, content)
  const siblings = namesByServer(tools)
  for (const tool of tools) {
    const classified = classifyTool(tool, siblings.get(tool.server ?? '') ?? [])
    console.log(JSON.stringify({ name: tool.name, ...classified }))
  }
  return 0
}

function classifyTool({ server, name, definition }: Listed, siblings: readonly string[]) {
  const description = member(definition, 'description')
  const { category, severity, confidence, evidence } = classify(
    {
      name,
      description: typeof description === 'string' ? description : '',
      inputSchema: toPlain(member(definition, 'inputSchema') ?? null),
      annotations: toPlain(member(definition, 'annotations') ?? null),
    },
    { ...(server !== undefined && { server }), siblings },
  )
  return { category, severity, confidence, evidence }
}

/** @throws Fault invalid-input, naming the line that is no tool */
function toolsIn(file: string, content: string): Listed[] {
  const whole = readWhole(content)
  if (whole !== undefined) {
    const list = listIn(whole)
    if (list) return list.map((each, index) => readTool(each, `${file}: tool ${index + 1}`))
  }
  return content
    .split('\n')
    .map((line, index) => ({ line: line.trim(), place: `${file}:${index + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => readTool(readLine(line, place), place))
}

// One JSON value is a list of tools, a tools/list result, or the JSON-RPC answer around it.
function listIn(value: Json): Json[] | null {
  if (Array.isArray(value)) return value
  if (!isJsonObject(value)) return null
  const result = member(value, 'result')
  const tools = member(isJsonObject(result) ? result : value, 'tools')
  return Array.isArray(tools) ? tools : null
}

function readWhole(content: string): Json | undefined {
  try {
    return parseJson(content, BOUNDS)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

function readLine(line: string, place: string): Json {
  try {
    return parseJson(line, BOUNDS)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new Fault('invalid-input', `${place} is not JSON: ${error.message}, at character ${error.offset}.`)
  }
}

function readTool(value: Json, place: string): Listed {
  const name = isJsonObject(value) ? member(value, 'name') : undefined
  if (!isJsonObject(value) || typeof name !== 'string')
    throw new Fault('invalid-input', `${place} is not a tool: an object with a "name" is expected.`)
  const server = member(value, 'server')
  return { server: typeof server === 'string' ? server : undefined, name, definition: value }
}

function namesByServer(tools: readonly Listed[]): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const { server = '', name } of tools) {
    const known = names.get(server)
    if (known) known.push(name)
    else names.set(server, [name])
  }
  return names
}
