// A page of the official registry's API, and of others that speak its format: `{servers: [{server, _meta}],
// metadata: {nextCursor}}` with a `server.json` in each. They say how a server is reached and nothing of its tools.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Endpoint } from '#lib/listings/index.ts'
import { badRow, type Row } from './found.ts'
import { packageCommand } from './package-command.ts'
import { descriptionOf, linkOf, MAX_NAME, nameOf, titleOf, versionOf } from './text.ts'

export type RegistryPage = { readonly rows: readonly Row[]; readonly nextCursor: string | null }

const OFFICIAL = 'io.modelcontextprotocol.registry/official'

/** True for a page of the format; what it holds may still be wrong. */
export function isRegistryPage(value: Json): value is JsonObject {
  return isJsonObject(value) && Array.isArray(member(value, 'servers'))
}

/** True for a `server.json` by itself. */
export function isServerJson(value: Json): value is JsonObject {
  if (!isJsonObject(value) || typeof member(value, 'name') !== 'string') return false
  const schema = member(value, '$schema')
  return (
    (typeof schema === 'string' && schema.includes('server.schema.json')) ||
    Array.isArray(member(value, 'packages')) ||
    Array.isArray(member(value, 'remotes'))
  )
}

/**
 * The servers of a page. Deleted ones and versions that are not the latest are left out: they are not wrong.
 * @param place of the page, for the places of its rows
 * @param api where its servers can be looked up, such as `https://registry.example/v0.1/servers`; null for a file
 */
export function readRegistryPage(page: JsonObject, place: string, api: string | null): RegistryPage {
  const servers = member(page, 'servers')
  const rows = (Array.isArray(servers) ? servers : []).flatMap((each, index) => {
    const row = readEntry(each, `${place}, server ${index + 1}`, api)
    return row ? [row] : []
  })
  const metadata = member(page, 'metadata')
  const cursor = isJsonObject(metadata)
    ? (member(metadata, 'nextCursor') ?? member(metadata, 'next_cursor'))
    : undefined
  return { rows, nextCursor: typeof cursor === 'string' && cursor !== '' ? cursor : null }
}

function readEntry(entry: Json, place: string, api: string | null): Row | null {
  if (!isJsonObject(entry)) return badRow(place, 'This is not a server: an object is expected.')
  const inner = member(entry, 'server')
  const meta = member(entry, '_meta')
  const official = isJsonObject(meta) ? member(meta, OFFICIAL) : undefined
  if (isJsonObject(official)) {
    if (member(official, 'status') === 'deleted' || member(official, 'isLatest') === false) return null
  }
  // Before `_meta` there was no envelope.
  return readServerJson(isJsonObject(inner) ? inner : entry, place, api)
}

/** One `server.json`. */
export function readServerJson(server: JsonObject, place: string, api: string | null): Row {
  const name = nameOf(member(server, 'name'))
  if (name === null)
    return badRow(place, `The server has no usable name: one is 1 to ${MAX_NAME} visible characters.`)
  const repository = member(server, 'repository')
  return {
    place,
    server: {
      name,
      title: titleOf(member(server, 'title'), name.slice(name.lastIndexOf('/') + 1)),
      description: descriptionOf(member(server, 'description')),
      version: versionOf(member(server, 'version')),
      source: { kind: 'registry', url: api && `${api}/${encodeURIComponent(name)}/versions/latest` },
      homepage: linkOf(
        member(server, 'websiteUrl'),
        isJsonObject(repository) ? member(repository, 'url') : undefined,
      ),
      endpoint: endpointOf(server),
      scannedAt: null,
      tools: null,
    },
    problems: [],
  }
}

// What needs no installation comes first; HTTP+SSE is deprecated.
function endpointOf(server: JsonObject): Endpoint | null {
  const remotes = objectsOf(server, 'remotes')
  for (const kind of ['http', 'sse'] as const) {
    for (const remote of remotes) {
      const type = member(remote, 'type') ?? member(remote, 'transport_type')
      const url = linkOf(member(remote, 'url'))
      if (url !== null && type === (kind === 'http' ? 'streamable-http' : 'sse')) return { kind, url }
    }
  }
  for (const each of objectsOf(server, 'packages')) {
    const command = packageCommand(
      member(each, 'registryType') ?? member(each, 'registry_type') ?? member(each, 'registry_name'),
      member(each, 'identifier') ?? member(each, 'name'),
      member(each, 'version'),
    )
    if (command !== null) return { kind: 'stdio', command }
  }
  return null
}

function objectsOf(server: JsonObject, key: string): JsonObject[] {
  const list = member(server, key)
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}
