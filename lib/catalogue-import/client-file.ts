// The file in which a client names its servers. lib/paste lets nothing secret out of it; what is left is which
// package or which public address people use.
import { Fault } from '#lib/fault.ts'
import type { Json } from '#lib/json/index.ts'
import type { Endpoint } from '#lib/listings/index.ts'
import { type PastedServer, serversIn } from '#lib/paste/index.ts'
import { checkUrl } from '#lib/upstream/index.ts'
import { badRow, type Row } from './found.ts'
import { packageCommand } from './package-command.ts'
import { linkOf, nameOf, titleOf, versionOf } from './text.ts'

const REGISTRIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:npx|bunx|pnpx)\b/i, 'npm'],
  [/^(?:uvx|pipx)\b/i, 'pypi'],
  [/^(?:docker|podman)\b/i, 'oci'],
]

/** The servers of a client file as rows; null: this is another file. */
export function readClientFile(value: Json, place: string): Row[] | null {
  return serversIn(value)?.map((server, index) => rowOf(server, `${place}, server ${index + 1}`)) ?? null
}

function rowOf(server: PastedServer, place: string): Row {
  const { endpoint } = server
  const coordinates = endpoint.kind === 'stdio' ? coordinatesOf(endpoint) : null
  // What a person calls a server says little; what everybody installs it by says which one it is.
  const name = nameOf(coordinates ? coordinates.name : server.name)
  const found: Endpoint | null = endpoint.kind === 'stdio' ? started(coordinates) : reached(endpoint)
  if (name === null) return badRow(place, 'The server has no usable name.')
  if (found === null)
    return badRow(
      place,
      `“${server.name}” names no package and no public address, so there is nothing to list.`,
    )
  return {
    place,
    server: {
      name,
      title: titleOf(server.name, name),
      description: '',
      version: versionOf(coordinates?.version),
      source: { kind: 'client-file', url: null },
      homepage: null,
      endpoint: found,
      scannedAt: null,
      tools: null,
    },
    problems: [],
  }
}

type Coordinates = { readonly registry: string; readonly name: string; readonly version: string }

function coordinatesOf(endpoint: PastedServer['endpoint'] & { kind: 'stdio' }): Coordinates | null {
  const registry = REGISTRIES.find(([program]) => program.test(endpoint.command))?.[1]
  if (!registry || endpoint.package === null) return null
  const at = registry === 'oci' ? endpoint.package.search(/:[^/]*$/) : endpoint.package.lastIndexOf('@')
  if (at <= 0) return { registry, name: endpoint.package, version: '' }
  return { registry, name: endpoint.package.slice(0, at), version: endpoint.package.slice(at + 1) }
}

function started(coordinates: Coordinates | null): Endpoint | null {
  if (!coordinates) return null
  const { registry, name, version } = coordinates
  const command = packageCommand(registry, name, version === 'latest' ? '' : version)
  return command === null ? null : { kind: 'stdio', command }
}

// An address that only its owner can reach is nobody else's business; one that lost its key reaches nothing.
function reached(endpoint: PastedServer['endpoint'] & { kind: 'http' | 'sse' }): Endpoint | null {
  const url = linkOf(endpoint.url)
  if (url === null || !endpoint.isWhole) return null
  try {
    checkUrl(url, { allowPrivate: false })
    return { kind: endpoint.kind, url }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return null
  }
}
