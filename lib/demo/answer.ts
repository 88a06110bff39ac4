// The demo shop as an MCP server, of both eras: one message in, one answer out. No session, no stream, no state,
// so that every replica answers alike.
import { fromPlain, isJsonObject, type JsonObject, member, toPlain } from '#lib/json/index.ts'
import {
  ERROR,
  errorOf,
  type McpRequest,
  readMessage,
  responseMessage,
  SUPPORTED_VERSIONS,
} from '#lib/mcp/index.ts'
import { DEMO_TOOLS, type DemoTool } from './tools.ts'

/** `body` null for what has no answer. */
export type DemoAnswer = { readonly status: number; readonly body: JsonObject | null }

const LATEST_LEGACY = '2025-11-25'
const MODERN = '2026-07-28'
const SERVER = { name: 'Demo shop', version: '1.0.0' }
const INSTRUCTIONS = 'A made-up shop to try policies on. Nothing is kept and nothing is sent.'

/** @param text one JSON-RPC message @param version the header `MCP-Protocol-Version`, where there is one */
export function answerDemo(text: string, version?: string): DemoAnswer {
  const read = readMessage(text, undefined, version)
  if (!read.ok) {
    const { status, id, code, message, data } = read.refusal
    return { status, body: errorOf(id, code, message, data) }
  }
  const { message } = read
  if (message.kind !== 'request') return { status: 202, body: null }
  const result = resultOf(message)
  if (result) return { status: 200, body: responseMessage(message.id, { result: inEra(message, result) }) }
  const error = errorOf(message.id, ERROR.methodNotFound, `The demo shop has no ${message.method}.`)
  return { status: message.era === 'modern' ? 404 : 200, body: error }
}

function resultOf(request: McpRequest): JsonObject | null {
  switch (request.method) {
    case 'initialize': {
      const asked = member(request.params, 'protocolVersion')
      const isKnown = typeof asked === 'string' && asked !== MODERN && SUPPORTED_VERSIONS.includes(asked)
      return object({ protocolVersion: isKnown ? asked : LATEST_LEGACY, ...introduction('serverInfo') })
    }
    case 'server/discover':
      return object({ supportedVersions: [MODERN], ...introduction(), ...listed() })
    case 'ping':
      return object({})
    case 'tools/list':
      return object({ tools: DEMO_TOOLS.map(definitionOf), ...(request.era === 'modern' && listed()) })
    case 'tools/call':
      return callTool(request.params)
    default:
      return null
  }
}

function callTool(params: JsonObject): JsonObject {
  const name = member(params, 'name')
  const given = member(params, 'arguments')
  const tool = DEMO_TOOLS.find((each) => each.name === name)
  if (!tool) return said(`Unknown tool: ${String(name).slice(0, 100)}`, true)
  const plain = isJsonObject(given) ? (toPlain(given) as Record<string, unknown>) : {}
  const missing = tool.required.find((key) => plain[key] === undefined)
  if (missing !== undefined) return said(`${tool.name} needs “${missing}”.`, true)
  try {
    return said(JSON.stringify(tool.run(plain), null, 2), false)
  } catch (error) {
    return said(error instanceof Error ? error.message : 'This did not work.', true)
  }
}

function said(text: string, isError: boolean): JsonObject {
  return object({ content: [{ type: 'text', text }], ...(isError && { isError }) })
}

function definitionOf({ name, description, properties, required }: DemoTool) {
  const inputSchema = { type: 'object', properties, ...(required.length > 0 && { required }) }
  return { name, description, inputSchema }
}

function introduction(key?: 'serverInfo') {
  const about =
    key === undefined ? { _meta: { 'io.modelcontextprotocol/serverInfo': SERVER } } : { [key]: SERVER }
  return { capabilities: { tools: {} }, ...about, instructions: INSTRUCTIONS }
}

function listed() {
  return { ttlMs: 60_000, cacheScope: 'public' }
}

function inEra({ era }: McpRequest, result: JsonObject): JsonObject {
  if (era === 'modern') result.resultType = 'complete'
  return result
}

function object(value: object): JsonObject {
  return fromPlain(value) as JsonObject
}
