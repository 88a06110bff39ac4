// The tools of a server as somebody copied them: the answer to tools/list, its result, a capture, or the list alone.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { visible } from './client-file.ts'

export type PastedTools = {
  /** What the paste calls the server; '' where it does not say. */
  readonly name: string
  /** As they came, each with a usable name. */
  readonly definitions: readonly JsonObject[]
  /** How many entries of the list had none. */
  readonly unusable: number
}

/** null where the value is no list of tools. */
export function toolsIn(value: Json): PastedTools | null {
  if (Array.isArray(value)) return listed(value, '')
  if (!isJsonObject(value)) return null
  const tools = member(value, 'tools')
  if (Array.isArray(tools)) return listed(tools, nameOf(value))
  const result = member(value, 'result')
  return isJsonObject(result) ? toolsIn(result) : null
}

function listed(tools: readonly Json[], name: string): PastedTools | null {
  const definitions = tools.filter((tool): tool is JsonObject => isJsonObject(tool) && hasName(tool))
  // A list of other things is no list of tools.
  if (tools.length > 0 && definitions.length === 0) return null
  return { name, definitions, unusable: tools.length - definitions.length }
}

const MAX_NAME = 512
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

function hasName(tool: JsonObject): boolean {
  const name = member(tool, 'name')
  return typeof name === 'string' && name !== '' && name.length <= MAX_NAME && !INVISIBLE.test(name)
}

function nameOf(value: JsonObject): string {
  const server = member(value, 'server')
  if (typeof server === 'string') return visible(server)
  const info = member(value, 'serverInfo')
  const name = isJsonObject(info) ? (member(info, 'title') ?? member(info, 'name')) : undefined
  return typeof name === 'string' ? visible(name) : ''
}
