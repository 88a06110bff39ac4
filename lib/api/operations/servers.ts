// /servers
import { z } from 'zod'
import type { Server } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import {
  deleteServer,
  getServer,
  listServers,
  refreshServer,
  registerConnector,
  registerServer,
  rotateConnector,
  updateServer,
} from '#lib/servers/index.ts'
import { gatewayUrl } from '#lib/urls.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const connector = z
  .object({
    state: z.enum(['waiting', 'connected', 'disconnected']),
    since: instant.nullable().meta({ description: 'Since when it is connected, or until when it was.' }),
    host: z.string().meta({ description: 'As the connector reports it.' }),
    command: z
      .string()
      .meta({ description: 'As the connector reports it, without what looks like a secret.' }),
    sessions: z.int().meta({ description: 'How many processes it runs.' }),
    keyEnd: z.string(),
    keyMadeAt: instant,
  })
  .meta({ id: 'Connector', description: 'The connector of a server on stdio; null where there is a URL.' })

const server = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    url: z.string(),
    transport: z.enum(['http', 'sse', 'connector']),
    gatewayUrl: z.string().meta({ description: 'What agents connect to, with a grant token.' }),
    headerNames: z
      .array(z.string())
      .meta({ description: 'The headers that are sent up; never their values.' }),
    signIn: z.enum(['server', 'user']).nullable().meta({
      description:
        'Signed in to with OAuth: one account for everybody, or each person their own; null where it is not.',
    }),
    status: z.enum(['ready', 'unreachable', 'unauthorised', 'not_mcp', 'error', 'waiting']),
    statusMessage: z.string(),
    protocol: z.string().nullable(),
    tools: z.int().meta({ description: 'How many tools its last list held.' }),
    checkedAt: instant.nullable(),
    createdAt: instant,
    connector: connector.nullable(),
  })
  .meta({ id: 'Server' })

const connectorKey = z.string().meta({
  description: 'What the connector shows to the gateway. Shown this once; only its digest is kept.',
})
const withKey = server
  .extend({ connectorKey: connectorKey.optional() })
  .meta({ id: 'RegisteredServer', description: 'connectorKey is there for the transport connector only.' })

const name = z.string().min(1).max(80)
const url = z.string().min(1).max(2048)
const headers = z.record(z.string().max(256), z.string().max(8192)).meta({
  description: 'Headers to send with every request to the server; kept encrypted, never shown again.',
})
const transport = z
  .enum(['http', 'sse', 'connector'], {
    error:
      "'http' (Streamable HTTP at a URL), 'sse' (HTTP+SSE as of 2024-11-05) or 'connector' (a server on stdio, reached by its connector)",
  })
  .optional()
  .meta({ description: 'How the server is reached; between http and sse found out where absent.' })
const registration = z
  .strictObject({ name, url: url.optional(), transport, headers: headers.optional() })
  .superRefine((body, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message })
    if (body.transport !== 'connector') {
      if (body.url === undefined) refuse('url', 'is required, unless the transport is connector')
      return
    }
    if (body.url !== undefined) refuse('url', 'a server on stdio has none')
    if (body.headers !== undefined) refuse('headers', 'a server on stdio has none')
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
  summary:
    'Register a server; with a URL it answers when its tools were read, and saves nothing if they could not be; with the transport connector it answers at once, with the key of its connector',
  body: registration,
  status: 201,
  answer: withKey,
  run: async ({ member, body, signal }) => {
    if (body.transport === 'connector') {
      const { server: row, connectorKey } = await registerConnector(member, body)
      return { ...toServer(row), connectorKey }
    }
    const given = {
      name: body.name,
      url: body.url ?? '',
      headers: body.headers ?? {},
      ...(body.transport && { transport: body.transport }),
    }
    // A client that hangs up stops the reading, and nothing is saved.
    for await (const event of registerServer(member, given)) {
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

export const rotate = operation({
  name: 'rotateConnector',
  method: 'POST',
  path: '/servers/{id}/connector/rotate',
  summary: 'Give the connector of a server a new key; one with the old key is cut off',
  answer: withKey.required({ connectorKey: true }),
  run: async ({ member, id }) => {
    const { server: row, connectorKey } = await rotateConnector(member, id)
    return { ...toServer(row), connectorKey }
  },
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
    signIn: row.signIn,
    status: row.status,
    statusMessage: row.statusMessage,
    protocol: row.protocol,
    tools: row.tools,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    connector: row.connector && {
      ...row.connector,
      since: row.connector.since?.toISOString() ?? null,
      keyMadeAt: row.connector.keyMadeAt.toISOString(),
    },
  }
}
