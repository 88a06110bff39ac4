// Which server a request is for, by the name in it, and the same request as that server knows it. A name that leads
// nowhere is answered in the words for one that does not exist, whatever the reason.
import { findTaskServers, listToolNames, type NamedServer } from '#lib/data/admission/index.ts'
import { copyOf, isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { ERROR, errorOf, type McpRequest, unknownTool } from '#lib/mcp/index.ts'
import { isShortened, readShown, readUri, shownTool } from './names.ts'
import type { Visit } from './visit.ts'

export type Way =
  | { readonly kind: 'one'; readonly server: NamedServer; readonly request: McpRequest }
  | { readonly kind: 'none'; readonly answer: JsonObject }

// The code of 2024-11-05 … 2025-11-25 for a resource that there is not.
const NO_RESOURCE = -32002

/** The way of a request that names one thing. @throws {Fault} store-unavailable */
export async function wayOf(request: McpRequest, visit: Visit): Promise<Way> {
  const { params } = request
  switch (request.group) {
    case 'tool-call':
      return toTool(request, String(member(params, 'name')), visit)
    case 'prompts':
      return toNamed(request, readShown(String(member(params, 'name'))), 'name', visit)
    case 'resources':
      return toNamed(request, readUri(String(member(params, 'uri'))), 'uri', visit)
    case 'completion':
      return toReference(request, visit)
    case 'tasks':
      return toTask(request, String(member(params, 'taskId')), visit)
    default:
      return none(request)
  }
}

/** What is answered where a request names something that there is not. */
export function none(request: McpRequest): Extract<Way, { kind: 'none' }> {
  const { id, params, group, era } = request
  const uri = member(params, 'uri')
  const name = String(member(params, 'name') ?? '')
  if (group === 'tool-call') return { kind: 'none', answer: unknownTool(id, name) }
  if (group === 'tasks') return { kind: 'none', answer: errorOf(id, ERROR.invalidParams, 'Task not found.') }
  if (typeof uri === 'string') {
    const code = era === 'modern' ? ERROR.invalidParams : NO_RESOURCE
    return { kind: 'none', answer: errorOf(id, code, 'Resource not found.', jsonObject([['uri', uri]])) }
  }
  const words = group === 'prompts' ? `Unknown prompt: ${name}` : 'There is nothing of that name.'
  return { kind: 'none', answer: errorOf(id, ERROR.invalidParams, words) }
}

async function toTool(request: McpRequest, name: string, visit: Visit): Promise<Way> {
  const read = readShown(name)
  const server = read && bySlug(visit, read.slug)
  if (!read || !server) return none(request)
  const own = isShortened(read.own) ? await digested(name, server, visit) : read.own
  // One tool, one name: a long one is not called by what is never shown.
  if (own === null || shownTool(server.slug, own) !== name) return none(request)
  return { kind: 'one', server, request: withParam(request, 'name', own) }
}

// Of two tools with one digest none is called: a server that makes such names is up to something.
async function digested(name: string, server: NamedServer, { facts, gate }: Visit): Promise<string | null> {
  const names = await listToolNames(gate.deps.pool, facts.organisationId, server.id)
  const fitting = names.filter((own) => shownTool(server.slug, own) === name)
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function toNamed(
  request: McpRequest,
  read: { slug: string; own: string } | null,
  key: 'name' | 'uri',
  visit: Visit,
): Way {
  const server = read && bySlug(visit, read.slug)
  return read && server ? { kind: 'one', server, request: withParam(request, key, read.own) } : none(request)
}

function toReference(request: McpRequest, visit: Visit): Way {
  const ref = member(request.params, 'ref')
  if (!isJsonObject(ref)) return none(request)
  const name = member(ref, 'name')
  const uri = member(ref, 'uri')
  const read = typeof uri === 'string' ? readUri(uri) : typeof name === 'string' ? readShown(name) : null
  const server = read && bySlug(visit, read.slug)
  if (!read || !server) return none(request)
  const own = copyOf(ref)
  own[typeof uri === 'string' ? 'uri' : 'name'] = read.own
  return { kind: 'one', server, request: withParam(request, 'ref', own) }
}

async function toTask(request: McpRequest, taskId: string, visit: Visit): Promise<Way> {
  const { facts, gate, servers } = visit
  const found = await findTaskServers(gate.deps.pool, facts.organisationId, facts.grant.id, [taskId])
  const server = servers.find(({ id }) => id === found.get(taskId))
  return server ? { kind: 'one', server, request } : none(request)
}

function bySlug({ servers }: Visit, slug: string): NamedServer | undefined {
  return servers.find((server) => server.slug === slug)
}

function withParam(request: McpRequest, key: string, value: string | JsonObject): McpRequest {
  const params = copyOf(request.params)
  params[key] = value
  return { ...request, params }
}
