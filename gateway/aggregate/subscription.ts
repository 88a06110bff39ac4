// `subscriptions/listen` (2026-07-28) at the address of all servers: a subscription with each, in one stream, that begins
// when they have agreed, or have had their time to.
import { findTaskServers, type NamedServer } from '#lib/data/admission/index.ts'
import {
  copyOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import { ACKNOWLEDGED, asksFor, inSubscription, type McpRequest, writeEvent } from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import { serveRead } from '../pipeline.ts'
import type { Asked } from '../steps/read-asked.ts'
import { serveMerged } from './merged.ts'
import { readUri, shownUri } from './names.ts'
import type { Visit } from './visit.ts'

export async function serveSubscription(
  asked: Extract<Asked, { kind: 'message' }>,
  request: McpRequest,
  visit: Visit,
): Promise<void> {
  const { exchange, facts, gate, servers, token } = visit
  const given = member(request.params, 'notifications')
  const wanted = isJsonObject(given) ? given : jsonObject()
  const taskIds = textsIn(member(wanted, 'taskIds'))
  const owners = await findTaskServers(gate.deps.pool, facts.organisationId, facts.grant.id, taskIds)
  const leave = gate.deps.occupancy.stream(facts, null)
  const agreeing = new Agreement(servers)
  const patience = setTimeout(() => agreeing.close(), boundsOf(gate.config).partPatienceMs)
  const ready = agreeing.whole.then((agreed) => {
    clearTimeout(patience)
    if (asksFor(wanted, 'toolsListChanged')) agreed.toolsListChanged = true
    const message = jsonObject([
      ['jsonrpc', '2.0'],
      ['method', ACKNOWLEDGED],
      ['params', jsonObject([['notifications', agreed]])],
    ])
    const data = serializeJson(inSubscription(message, request.id))
    if (!exchange.response.writableEnded) exchange.response.write(writeEvent({ kind: 'event', data }))
  })
  try {
    await serveMerged(visit, {
      request,
      announces: asksFor(wanted, 'toolsListChanged'),
      ready,
      told: (server, message) => {
        const params = member(message, 'params')
        if (member(message, 'method') === ACKNOWLEDGED) {
          agreeing.agreed(server, isJsonObject(params) ? member(params, 'notifications') : undefined)
          return null
        }
        // What ends one server's subscription ends no other's.
        return Object.hasOwn(message, 'method') ? message : null
      },
      open: async (server, inner) => {
        const params = copyOf(request.params)
        params.notifications = filterFor(server, wanted, owners)
        try {
          await serveRead({ ...asked, message: { ...request, params } }, token, server.id, inner, gate)
        } finally {
          agreeing.agreed(server, undefined)
        }
        return true
      },
    })
  } finally {
    clearTimeout(patience)
    agreeing.close()
    leave()
  }
}

/** What one server is asked to tell of: its own resources and tasks, by its own names. */
function filterFor(server: NamedServer, wanted: JsonObject, owners: ReadonlyMap<string, string>): JsonObject {
  const filter = jsonObject(Object.entries(wanted))
  if (Object.hasOwn(filter, 'resourceSubscriptions'))
    filter.resourceSubscriptions = textsIn(filter.resourceSubscriptions).flatMap((uri) => {
      const read = readUri(uri)
      return read?.slug === server.slug ? [read.own] : []
    })
  if (Object.hasOwn(filter, 'taskIds'))
    filter.taskIds = textsIn(filter.taskIds).filter((taskId) => owners.get(taskId) === server.id)
  return filter
}

/** What the servers have agreed to, together: each answers once, or not in time. */
class Agreement {
  readonly whole: Promise<JsonObject>
  readonly #missing: Set<string>
  readonly #agreed = jsonObject()
  #settle: (agreed: JsonObject) => void = () => {}

  constructor(servers: readonly NamedServer[]) {
    this.#missing = new Set(servers.map(({ id }) => id))
    this.whole = new Promise((resolve) => {
      this.#settle = resolve
    })
    if (servers.length === 0) this.close()
  }

  agreed({ id, slug }: NamedServer, to: Json | undefined): void {
    if (!this.#missing.delete(id)) return
    for (const [key, value] of Object.entries(isJsonObject(to) ? to : {})) {
      const before = textsIn(member(this.#agreed, key))
      if (value === true) this.#agreed[key] = true
      else if (key === 'resourceSubscriptions')
        this.#agreed[key] = [...before, ...textsIn(value).map((uri) => shownUri(slug, uri))]
      else if (Array.isArray(value)) this.#agreed[key] = [...before, ...textsIn(value)]
    }
    if (this.#missing.size === 0) this.close()
  }

  close(): void {
    this.#settle(this.#agreed)
  }
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
