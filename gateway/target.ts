// A server as calls reach it: its address, its stored headers opened, and what takes those out of its
// answers. Made once for each reading of a server, and gone with it.
import { openHeaders, type Target } from '#lib/upstream/index.ts'
import type { Gate } from './gate.ts'
import { type Hide, hideSecrets } from './secrets.ts'
import type { Grounds } from './steps/authenticate-grant.ts'

type Server = Grounds['facts']['server']
type Opened = { readonly target: Target; hide: Hide | null }

const opened = new WeakMap<Server, Opened>()

/**
 * The server's address, with its stored headers opened.
 * @throws {Fault} internal, where they cannot be opened
 */
export function targetOf(grounds: Grounds, gate: Gate): Target {
  return openedOf(grounds, gate).target
}

/** What takes the server's stored credentials out of what it answers. @throws {Fault} as `targetOf` */
export function hideOf(grounds: Grounds, gate: Gate): Hide {
  const found = openedOf(grounds, gate)
  found.hide ??= hideSecrets(found.target.headers)
  return found.hide
}

function openedOf({ facts }: Grounds, { config }: Gate): Opened {
  const { server } = facts
  const known = opened.get(server)
  if (known) return known
  const owner = { organisationId: facts.organisationId, serverId: server.id }
  const headers = server.sealedHeaders ? openHeaders(config.secretKey, owner, server.sealedHeaders) : {}
  const target = { url: server.url, headers, allowPrivate: config.allowPrivateUpstreams }
  const made = { target, hide: null }
  opened.set(server, made)
  return made
}
