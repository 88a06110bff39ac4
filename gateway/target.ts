// A server as calls reach it: its address, its stored headers opened, and what takes those out of its
// answers. Opening them and working that out costs 100 µs, so it is done once for as long as a server's
// readings say the same of it.
import { openHeaders, type Target } from '#lib/upstream/index.ts'
import type { Config } from './config.ts'
import type { Gate } from './gate.ts'
import { type Hide, hideSecrets } from './secrets.ts'
import type { Grounds } from './steps/authenticate-grant.ts'

type Server = Grounds['facts']['server']
type Opened = { readonly target: Target; hide: Hide | null }

// By reading, which most calls share; and the latest of each server, for those who read anew each time.
const opened = new WeakMap<Server, Opened>()
const lately = new Map<string, { readonly server: Server; readonly config: Config; readonly made: Opened }>()
const MOST_LATELY = 500

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
  const made = unchanged(facts, config) ?? makeOpened(facts, config)
  opened.set(server, made)
  lately.delete(server.id)
  if (lately.size >= MOST_LATELY) {
    const oldest = lately.keys().next()
    if (!oldest.done) lately.delete(oldest.value)
  }
  lately.set(server.id, { server, config, made })
  return made
}

// What depends on nothing but the address and the sealed bytes, which are compared. Ids name their
// organisation, and bytes that are sealed for another open for nobody.
function unchanged({ server }: Grounds['facts'], config: Config): Opened | null {
  const found = lately.get(server.id)
  if (!found || found.config !== config || found.server.url !== server.url) return null
  const [before, now] = [found.server.sealedHeaders, server.sealedHeaders]
  const isSame = before === null || now === null ? before === now : Buffer.compare(before, now) === 0
  return isSame ? found.made : null
}

function makeOpened({ organisationId, server }: Grounds['facts'], config: Config): Opened {
  const owner = { organisationId, serverId: server.id }
  const headers = server.sealedHeaders ? openHeaders(config.secretKey, owner, server.sealedHeaders) : {}
  const target = { url: server.url, headers, allowPrivate: config.allowPrivateUpstreams }
  return { target, hide: null }
}
