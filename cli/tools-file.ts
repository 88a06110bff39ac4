// The tools of a server, from a file: a tools/list result, the JSON-RPC answer around it, a list, or
// JSON lines.
import { type Classification, classify } from '#lib/catalogue/index.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  JsonSyntaxError,
  member,
  parseJson,
  toPlain,
} from '#lib/json/index.ts'
import { declaredArguments, type ToolFacts, type ValidatedTool } from '#lib/policy/index.ts'
import { readText } from './arguments.ts'
import { FileError } from './file-error.ts'

export type ListedTool = {
  readonly server: string | undefined
  readonly name: string
  readonly definition: JsonObject
}

/** A tool as a policy sees it once a person has accepted it. */
export type KnownTool = ToolFacts & ValidatedTool

const BOUNDS = { maxDepth: 64, maxNodes: 5_000_000 }

/** @throws FileError, naming the line that is no tool */
export function toolsIn(file: string, content: string): ListedTool[] {
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

/** The tools of a file with what they declare and how they are classified. @throws FileError */
export async function readKnownTools(file: string): Promise<KnownTool[]> {
  const listed = toolsIn(file, await readText(file))
  const classes = classifyAll(listed)
  return listed.map(({ name, definition }, index) => {
    const inputSchema = toPlain(member(definition, 'inputSchema') ?? null)
    const { category, severity } = classes[index] ?? { category: 'Other', severity: 'Low' }
    return {
      name,
      state: 'pinned',
      category,
      severity,
      inputSchema,
      declared: declaredArguments(inputSchema),
    }
  })
}

/** A class for each tool, in their order; the tools of one server are judged beside each other. */
export function classifyAll(tools: readonly ListedTool[]): Classification[] {
  const siblings = namesByServer(tools)
  return tools.map(({ server, name, definition }) => {
    const description = member(definition, 'description')
    return classify(
      {
        name,
        description: typeof description === 'string' ? description : '',
        inputSchema: toPlain(member(definition, 'inputSchema') ?? null),
        annotations: toPlain(member(definition, 'annotations') ?? null),
      },
      { ...(server !== undefined && { server }), siblings: siblings.get(server ?? '') ?? [] },
    )
  })
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
    throw new FileError(`${place} is not JSON: ${error.message}, at character ${error.offset}.`)
  }
}

function readTool(value: Json, place: string): ListedTool {
  const name = isJsonObject(value) ? member(value, 'name') : undefined
  if (!isJsonObject(value) || typeof name !== 'string')
    throw new FileError(`${place} is not a tool: an object with a "name" is expected.`)
  const server = member(value, 'server')
  return { server: typeof server === 'string' ? server : undefined, name, definition: value }
}

function namesByServer(tools: readonly ListedTool[]): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const { server = '', name } of tools) {
    const known = names.get(server)
    if (known) known.push(name)
    else names.set(server, [name])
  }
  return names
}
