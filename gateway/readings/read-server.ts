// One reading of one server's list, from the lease to what it said.
import { type Accesses, withAccess } from '#lib/access/index.ts'
import {
  type DueServer,
  type Pool,
  recordFailedReading,
  recordGoodReading,
} from '#lib/data/admission/index.ts'
import { Fault, type FaultCode } from '#lib/fault.ts'
import { serializeJson } from '#lib/json/index.ts'
import {
  namedTools,
  openHeaders,
  readTools,
  type Target,
  type ToolList,
  type UpstreamRequest,
} from '#lib/upstream/index.ts'
import type { Config } from '../config.ts'
import { throughConnector } from '../connector/index.ts'
import type { Hop } from '../hop/index.ts'
import { againAfterFailure, againAfterSuccess } from './times.ts'

const STATUSES: Readonly<Partial<Record<FaultCode, string>>> = {
  'upstream-unreachable': 'unreachable',
  'upstream-slow': 'unreachable',
  'upstream-away': 'unreachable',
  'upstream-unauthorised': 'unauthorised',
  'upstream-not-connected': 'unauthorised',
  'upstream-not-renewed': 'unreachable',
  'upstream-not-mcp': 'not_mcp',
}

/**
 * Reads the list and writes down what it says, or why it could not be read.
 * @throws {Fault} store-unavailable; and whatever is no fault of the server
 */
export async function readServer(
  server: DueServer,
  deps: { pool: Pool; accesses: Accesses; config: Config; hop: Hop | undefined },
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { pool } = deps
  try {
    const list = await readAsSignedIn(server, deps, signal)
    const { protocol, transport } = list
    const reading = { protocol, transport, serverInfo: serializeJson(list.serverInfo) }
    const again = againAfterSuccess(everyMs, Math.random())
    await recordGoodReading(pool, server, reading, namedTools(list.tools), again, deps.config.mostTools)
  } catch (error) {
    if (signal.aborted || !isOfServer(error)) throw error
    const status = STATUSES[error.code] ?? 'error'
    const again = againAfterFailure(everyMs, server.failures + 1, Math.random())
    await recordFailedReading(pool, server, { status, message: error.message }, again)
  }
}

function readAsSignedIn(
  server: DueServer,
  { accesses, config, hop }: { accesses: Accesses; config: Config; hop: Hop | undefined },
  signal: AbortSignal,
): Promise<ToolList> {
  const target = targetOf(server, config, hop)
  if (server.oauth === null) return readTools(target, { signal })
  const asked = { organisationId: server.organisationId, serverId: server.serverId, userId: null }
  return withAccess(accesses, asked, target, (shown) => readTools(shown, { signal }))
}

function targetOf(server: DueServer, config: Config, hop: Hop | undefined): Target {
  if (server.transport === 'connector') {
    const pass = { serverId: server.serverId, grantId: null, callId: null }
    const through = (request: UpstreamRequest) => throughConnector(hop, server.organisationId, request, pass)
    return { url: '', headers: {}, allowPrivate: false, through }
  }
  const owner = { organisationId: server.organisationId, serverId: server.serverId }
  const headers = server.sealedHeaders ? openHeaders(config.secretKey, owner, server.sealedHeaders) : {}
  const transport = server.isUnread ? undefined : server.transport
  return {
    url: server.url,
    headers,
    allowPrivate: config.allowPrivateUpstreams,
    ...(transport && { transport }),
  }
}

// Headers that cannot be opened are the server's trouble too: its owner has to enter them again.
function isOfServer(error: unknown): error is Fault {
  return error instanceof Fault && (/^(upstream|url|address)-/.test(error.code) || error.code === 'internal')
}
