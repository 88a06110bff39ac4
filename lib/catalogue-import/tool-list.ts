// The tools of one server, each by itself: one that cannot be used is reported, and its neighbours stay.
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import type { FoundTool, Problem } from './found.ts'
import { nameOf } from './text.ts'

const MAX_TOOLS = 10_000
const MAX_TOOL_NAME = 512
const MAX_DEFINITION = 256 * 1024

/** The tools of a list, in its order, and what was skipped. Of several under one name the first stays. */
export function readToolList(
  list: readonly Json[],
  place: string,
): { readonly tools: readonly FoundTool[]; readonly problems: readonly Problem[] } {
  const tools = new Map<string, FoundTool>()
  const problems: Problem[] = []
  for (const [index, value] of list.slice(0, MAX_TOOLS).entries()) {
    const at = `${place}, tool ${index + 1}`
    const tool = readTool(value)
    if (typeof tool === 'string') problems.push({ place: at, reason: tool })
    else if (tools.has(tool.name))
      problems.push({
        place: at,
        reason: `“${tool.name}” stands in the list already; the first one was taken.`,
      })
    else tools.set(tool.name, tool)
  }
  if (list.length > MAX_TOOLS)
    problems.push({ place, reason: `Only the first ${MAX_TOOLS} of ${list.length} tools were taken.` })
  return { tools: [...tools.values()], problems }
}

function readTool(value: Json): FoundTool | string {
  if (!isJsonObject(value)) return 'This is not a tool: an object with a “name” is expected.'
  const name = nameOf(member(value, 'name'), MAX_TOOL_NAME)
  if (name === null) return `The tool has no usable name: one is 1 to ${MAX_TOOL_NAME} visible characters.`
  const definition = serializeJson(inSchema(value))
  if (definition.length > MAX_DEFINITION)
    return `The definition of “${name}” is longer than ${MAX_DEFINITION / 1024} KB.`
  return { name, definition }
}

// Docker's catalogue writes `arguments: [{name, type, desc, optional}]` where MCP has a schema.
function inSchema(tool: JsonObject): JsonObject {
  const args = member(tool, 'arguments')
  if (!Array.isArray(args)) return tool
  const { arguments: _, ...rest } = tool
  if (member(tool, 'inputSchema') !== undefined) return jsonObject(Object.entries(rest))
  const listed = args.filter(isJsonObject)
  const named = listed.flatMap((each) => {
    const name = member(each, 'name')
    return typeof name === 'string' && name !== '' ? [{ name, each }] : []
  })
  const required = named.filter(({ each }) => isRequired(each)).map(({ name }) => name)
  return jsonObject([
    ...Object.entries(rest),
    [
      'inputSchema',
      jsonObject([
        ['type', 'object'],
        ['properties', jsonObject(named.map(({ name, each }) => [name, propertyOf(each)]))],
        ...(required.length > 0 ? ([['required', required]] as const) : []),
      ]),
    ],
  ])
}

function isRequired(argument: JsonObject): boolean {
  const required = member(argument, 'required')
  return typeof required === 'boolean' ? required : member(argument, 'optional') !== true
}

function propertyOf(argument: JsonObject): JsonObject {
  const kept = ['type', 'items', 'enum', 'default'].flatMap((key) => {
    const value = member(argument, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  const description = member(argument, 'desc') ?? member(argument, 'description')
  return jsonObject([
    ...kept,
    ...(typeof description === 'string' ? [['description', description] as const] : []),
  ])
}
