// /servers
import { z } from 'zod'
import type { Server } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import {
  deleteServer,
  getServer,
  listServers,
  refreshServer,
  registerServer,
  updateServer,
} from '#lib/servers/index.ts'
import { gatewayUrl } from '#lib/urls.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const server = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    url: z.string(),
    transport: z.enum(['http', 'sse']),
    gatewayUrl: z.string().meta({ description: 'What agents connect to, with a grant token.' }),
    headerNames: z
      .array(z.string())
      .meta({ description: 'The headers that are sent up; never their values.' }),
    status: z.enum(['ready', 'unreachable', 'unauthorised', 'not_mcp', 'error']),
    statusMessage: z.string(),
    protocol: z.string().nullable(),
    tools: z.int().meta({ description: 'How many tools its last list held.' }),
    checkedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Server' })

const name = z.string().min(1).max(80)
const url = z.string().min(1).max(2048)
const headers = z.record(z.string().max(256), z.string().max(8192)).meta({
  description: 'Headers to send with every request to the server; kept encrypted, never shown again.',
})
const transport = z.enum(['http', 'sse']).optional().meta({
  description: 'Streamable HTTP, or HTTP+SSE as of 2024-11-05; found out where absent.',
})

export const list = operation({
  name: 'listServers',
  method: 'GET',
  path: '/servers',
  summary: 'The registered servers, newest first',
  answer: listOf(server),
  run: async ({ member }) => ({ items: (await listServers(member)).map(toServer) }),
})

export const register = operation({
  name: 'registerServer',
  method: 'POST',
  path: '/servers',
  summary: 'Register a server; answers when its tools were read, and saves nothing if they could not be',
  body: z.strictObject({ name, url, transport, headers: headers.optional() }),
  status: 201,
  answer: server,
  run: async ({ member, body, signal }) => {
    const registration = {
      name: body.name,
      url: body.url,
      headers: body.headers ?? {},
      ...(body.transport && { transport: body.transport }),
    }
    // A client that hangs up stops the reading, and nothing is saved.
    for await (const event of registerServer(member, registration)) {
      if (event.type === 'registered') return toServer(event.server)
      signal.throwIfAborted()
    }
    throw new Error('a registration ends registered or with a fault')
  },
})

export const get = operation({
  name: 'getServer',
  method: 'GET',
  path: '/servers/{id}',
  summary: 'One server',
  answer: server,
  run: async ({ member, id }) => toServer(await getServer(member, id)),
})

export const update = operation({
  name: 'updateServer',
  method: 'PATCH',
  path: '/servers/{id}',
  summary: 'Change a server; another URL voids its pins and clears its headers',
  body: z.strictObject({ name: name.optional(), url: url.optional(), headers: headers.optional() }),
  answer: server,
  run: async ({ member, id, body }) => toServer(await updateServer(member, id, body)),
})

export const remove = operation({
  name: 'deleteServer',
  method: 'DELETE',
  path: '/servers/{id}',
  summary: 'Delete a server with its tools and policies; its calls stay on record',
  run: async ({ member, id }) => {
    await deleteServer(member, id)
    return undefined
  },
})

export const refresh = operation({
  name: 'refreshServer',
  method: 'POST',
  path: '/servers/{id}/refresh',
  summary: 'Read the server’s tools again',
  answer: server,
  run: async ({ member, id }) => toServer(await refreshServer(member, id)),
})

function toServer(row: Server): z.input<typeof server> {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    url: row.url,
    transport: row.transport,
    gatewayUrl: gatewayUrl(env().appUrl, row.id),
    headerNames: [...row.headerNames],
    status: row.status,
    statusMessage: row.statusMessage,
    protocol: row.protocol,
    tools: row.tools,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
