// What one server says, as it is said at the address of all servers: its names with its slug before them, its URIs as
// URIs of this gateway, and everything that a client answers by an id with the server's id before it. What stands there
// has passed the line already: nothing is judged here.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { RequestId, SseEvent } from '#lib/mcp/index.ts'
import type { Sealer } from '../seal.ts'
import { openProgress } from './marks.ts'
import { shownPrompt, shownTool, shownUri } from './names.ts'

/** Whose words they are, and to whom they go. */
export type Speaker = {
  readonly serverId: string
  readonly slug: string
  readonly organisationId: string
  readonly grantId: string
  readonly sealer: Sealer
}

/** One message, or null for one that means nothing here. */
export function toldMessage(message: JsonObject, speaker: Speaker): JsonObject | null {
  const { slug } = speaker
  const params = member(message, 'params')
  const method = member(message, 'method')
  if (typeof method === 'string') {
    const given = isJsonObject(params) ? params : jsonObject()
    const id = member(message, 'id')
    if (id !== undefined)
      return withMember(withMember(message, 'id', marked(speaker, id)), 'params', askedParams(given, speaker))
    switch (method) {
      case 'notifications/progress': {
        const token = openProgress(speaker, member(given, 'progressToken'))
        return token === null
          ? null
          : withMember(message, 'params', withMember(given, 'progressToken', token))
      }
      case 'notifications/cancelled':
        return withMember(
          message,
          'params',
          mapped(given, 'requestId', (own) => marked(speaker, own)),
        )
      case 'notifications/resources/updated':
        return withMember(message, 'params', mapped(given, 'uri', uriOf(slug)))
      default:
        return message
    }
  }
  const result = member(message, 'result')
  if (isJsonObject(result)) return withMember(message, 'result', toldResult(result, slug))
  const error = member(message, 'error')
  return isJsonObject(error) ? withMember(message, 'error', toldError(error, slug)) : message
}

/** An event with the message in it, and an id that says whose stream it stands in. */
export function toldEvent(event: SseEvent, data: string | null, serverId: string): SseEvent {
  return { ...event, data, ...(event.id && { id: `${serverId}.${event.id}` }) }
}

/** A result, by its shape: what is replayed names no method. */
export function toldResult(result: JsonObject, slug: string): JsonObject {
  const uri = uriOf(slug)
  const changes: Readonly<Record<string, (value: Json) => Json>> = {
    tools: each((tool) => toldTool(tool, slug)),
    prompts: each((prompt) =>
      mapped(prompt, 'name', (own) => asText(own, (name) => shownPrompt(slug, name))),
    ),
    resources: each((resource) => mapped(resource, 'uri', uri)),
    resourceTemplates: each((template) => mapped(template, 'uriTemplate', uri)),
    contents: each((content) => mapped(content, 'uri', uri)),
    content: each((block) => toldBlock(block, slug)),
    messages: each((message) =>
      mapped(message, 'content', (block) => (isJsonObject(block) ? toldBlock(block, slug) : block)),
    ),
  }
  const entries = Object.entries(result).map(([key, value]) => {
    const change = Object.hasOwn(changes, key) ? changes[key] : undefined
    return [key, change ? change(value) : value] as const
  })
  return jsonObject(entries)
}

// A tool's page (MCP Apps) is read by the URI that its definition names.
function toldTool(tool: JsonObject, slug: string): JsonObject {
  const named = mapped(tool, 'name', (own) => asText(own, (name) => shownTool(slug, name)))
  return mapped(named, '_meta', (meta) => {
    if (!isJsonObject(meta)) return meta
    const flat = mapped(meta, 'ui/resourceUri', uriOf(slug))
    return mapped(flat, 'ui', (ui) => (isJsonObject(ui) ? mapped(ui, 'resourceUri', uriOf(slug)) : ui))
  })
}

function toldBlock(block: JsonObject, slug: string): JsonObject {
  const type = member(block, 'type')
  if (type === 'resource_link') return mapped(block, 'uri', uriOf(slug))
  if (type !== 'resource') return block
  return mapped(block, 'resource', (held) => (isJsonObject(held) ? mapped(held, 'uri', uriOf(slug)) : held))
}

const UNKNOWN = 'Unknown tool: '

function toldError(error: JsonObject, slug: string): JsonObject {
  const words = mapped(error, 'message', (said) =>
    asText(said, (text) =>
      text.startsWith(UNKNOWN) ? UNKNOWN + shownTool(slug, text.slice(UNKNOWN.length)) : text,
    ),
  )
  return mapped(words, 'data', (about) => (isJsonObject(about) ? mapped(about, 'uri', uriOf(slug)) : about))
}

// Of what a server asks, its own progress token: the client's progress names it.
function askedParams(params: JsonObject, speaker: Speaker): JsonObject {
  return mapped(params, '_meta', (meta) =>
    isJsonObject(meta) ? mapped(meta, 'progressToken', (token) => marked(speaker, token)) : meta,
  )
}

function marked({ serverId }: Speaker, own: Json): Json {
  return isId(own) ? `${serverId}.${JSON.stringify(own)}` : own
}

function isId(value: Json): value is RequestId {
  return typeof value === 'string' || typeof value === 'number'
}

function uriOf(slug: string): (value: Json) => Json {
  return (value) => asText(value, (own) => shownUri(slug, own))
}

function asText(value: Json, change: (text: string) => string): Json {
  return typeof value === 'string' ? change(value) : value
}

function each(change: (item: JsonObject) => JsonObject): (value: Json) => Json {
  return (value) =>
    Array.isArray(value) ? value.map((item) => (isJsonObject(item) ? change(item) : item)) : value
}

/** The object with one member changed, where it has it. */
function mapped(object: JsonObject, key: string, change: (value: Json) => Json): JsonObject {
  const value = member(object, key)
  return value === undefined ? object : withMember(object, key, change(value))
}

function withMember(object: JsonObject, key: string, value: Json): JsonObject {
  if (member(object, key) === value) return object
  return jsonObject(Object.entries(object).map(([name, own]) => [name, name === key ? value : own] as const))
}
