// The tools of one server as texts, in the form of MCP. What is wrong with one is said where it is saved.
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'

/** The definitions of a list, in its order, one text each. */
export function toolTexts(list: readonly Json[]): string[] {
  return list.map((value) => serializeJson(isJsonObject(value) ? withSchema(value) : value))
}

// Docker's catalogue writes `arguments: [{name, type, desc, optional}]` where MCP has a schema.
function withSchema(tool: JsonObject): JsonObject {
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
