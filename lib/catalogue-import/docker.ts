// Docker's catalogue: a `server.yaml` and a `tools.json` for each server in its repository, and the one YAML
// file that its command line downloads (`registry:` with a server under each name).
import { parseDocument } from 'yaml'
import { fromPlain, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Endpoint } from '#lib/listings/index.ts'
import { dockerName } from './docker-name.ts'
import { badRow, type Problem, type Row } from './found.ts'
import { packageCommand } from './package-command.ts'
import { descriptionOf, linkOf, MAX_NAME, nameOf, titleOf, versionOf } from './text.ts'
import { toolTexts } from './tool-list.ts'

const REPOSITORY = 'https://github.com/docker/mcp-registry'

/** YAML as JSON, or why it is none: one sentence. Aliases may not multiply. */
export function readYaml(text: string): { readonly value: Json } | { readonly problem: string } {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'silent' })
  const [error] = document.errors
  if (error) return { problem: `This is not YAML: ${error.message.split('\n')[0]?.replace(/:$/, '') ?? ''}.` }
  try {
    return { value: fromPlain(document.toJS({ maxAliasCount: 100 })) }
  } catch {
    return { problem: 'This YAML holds what JSON has no form for.' }
  }
}

/** The servers of the one file of the command line; null: this is another file. */
export function dockerCatalogue(value: Json): readonly (readonly [string, Json])[] | null {
  if (!isJsonObject(value)) return null
  const registry = member(value, 'registry')
  return isJsonObject(registry) ? Object.entries(registry) : null
}

/** One server of that file. */
export function readCatalogueServer(name: string, value: Json, place: string): Row {
  if (!isJsonObject(value)) return badRow(place, 'This is not a server: an object is expected.')
  const tools = member(value, 'tools')
  return rowOf(name, value, Array.isArray(tools) ? tools : null, place)
}

/**
 * One folder of the repository.
 * @param server what `server.yaml` holds
 * @param tools what `tools.json` holds; null where there is none: the tools are then not known
 */
export function readServerFolder(folder: string, server: Json, tools: Json | null, place: string): Row {
  if (!isJsonObject(server))
    return badRow(place, 'This is not a server: server.yaml is expected to hold an object.')
  const problems: Problem[] = []
  if (tools !== null && !Array.isArray(tools))
    problems.push({ place, reason: 'tools.json is not a list; the server is kept without its tools.' })
  const row = rowOf(member(server, 'name') ?? folder, server, Array.isArray(tools) ? tools : null, place)
  return { ...row, problems: [...row.problems, ...problems] }
}

function rowOf(named: Json, server: JsonObject, tools: readonly Json[] | null, place: string): Row {
  const name = nameOf(named)
  if (name === null)
    return badRow(place, `The server has no usable name: one is 1 to ${MAX_NAME} visible characters.`)
  const about = objectOf(server, 'about')
  const source = objectOf(server, 'source')
  return {
    place,
    server: {
      name: dockerName(name),
      slug: name,
      title: titleOf(member(about, 'title'), member(server, 'title'), name),
      description: descriptionOf(member(about, 'description') ?? member(server, 'description')),
      version: versionOf(shortCommit(member(source, 'commit'))),
      source: { kind: 'docker', url: `${REPOSITORY}/tree/main/servers/${encodeURIComponent(name)}` },
      homepage: linkOf(member(source, 'project'), member(server, 'upstream'), member(server, 'readme')),
      endpoint: endpointOf(server),
      scannedAt: null,
      // A list of none says that Docker does not know them, not that there are none.
      tools: tools !== null && tools.length > 0 ? toolTexts(tools) : null,
    },
    problems: [],
  }
}

function endpointOf(server: JsonObject): Endpoint | null {
  const remote = objectOf(server, 'remote')
  const url = linkOf(member(remote, 'url'))
  if (url !== null) return { kind: member(remote, 'transport_type') === 'sse' ? 'sse' : 'http', url }
  const command = packageCommand('oci', member(server, 'image'), null)
  return command === null ? null : { kind: 'stdio', command }
}

function shortCommit(commit: Json | undefined): string | null {
  return typeof commit === 'string' && /^[0-9a-f]{40}$/.test(commit) ? commit.slice(0, 12) : null
}

function objectOf(value: JsonObject, key: string): JsonObject {
  const found = member(value, key)
  return isJsonObject(found) ? found : {}
}
