// /grants
import { z } from 'zod'
import type { Grant } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import {
  createGrant,
  enableGrantUrl,
  getGrant,
  listGrants,
  revokeGrant,
  rotateGrant,
  updateGrant,
} from '#lib/grants/index.ts'
import { aggregateUrl, gatewayUrl } from '#lib/urls.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const reach = z.object({ serverId: id, policyId: id.nullable(), gatewayUrl: z.string() })

const grant = z
  .object({
    id,
    label: z.string(),
    tags: z.array(z.string()),
    origin: z.enum(['token', 'oauth']).meta({
      description: 'token: its token was copied to an agent. oauth: a client signed in for it.',
    }),
    client: z.string().nullable().meta({ description: 'What the client that signed in calls itself.' }),
    tokenEnd: z.string().meta({
      description: 'The last characters of the token, to know it by; empty where a client signed in.',
    }),
    urlEnabled: z.boolean().meta({ description: 'Whether the token may stand in a URL.' }),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    servers: z.array(reach),
    aggregateUrl: z.string().meta({ description: 'All its servers at one address, as <slug>__<tool>.' }),
  })
  .meta({ id: 'Grant' })

const grantWithToken = z
  .object({
    id,
    token: z.string().meta({ description: 'Shown this once; only its digest is kept.' }),
    gatewayUrl: z.string().meta({ description: 'Of the first server.' }),
    servers: z.array(reach),
  })
  .meta({ id: 'GrantWithToken' })

const label = z.string().min(1).max(100)
const tags = z.array(z.string().min(1).max(64)).max(32)
const expiresAt = z.iso
  .datetime({ offset: true, error: 'an instant such as 2030-01-31T12:00:00Z, or null' })
  .nullable()
const servers = z
  .array(z.strictObject({ serverId: id, policyId: id.nullable() }))
  .min(1)
  .max(100)
  .meta({ description: 'Without a policy (null) every call on that server is refused.' })

export const list = operation({
  name: 'listGrants',
  method: 'GET',
  path: '/grants',
  summary: 'The grants, newest first, those of one server where it is named; revoked ones included',
  query: z.strictObject({ serverId: id.optional() }),
  answer: listOf(grant),
  run: async ({ member, query }) => ({
    items: (await listGrants(member, query.serverId === undefined ? {} : { serverId: query.serverId })).map(
      toGrant,
    ),
  }),
})

export const create = operation({
  name: 'createGrant',
  method: 'POST',
  path: '/grants',
  summary: 'Make a grant; its token is in this answer and nowhere else',
  body: z.strictObject({ label, servers, tags: tags.optional(), expiresAt: expiresAt.optional() }),
  status: 201,
  answer: grantWithToken,
  run: async ({ member, body }) => {
    const made = await createGrant(member, {
      label: body.label,
      servers: body.servers,
      tags: body.tags ?? [],
      expiresAt: toDate(body.expiresAt ?? null),
    })
    // The first is the first that was asked for; a stored grant lists its servers by id.
    const order = body.servers.map((each) => each.serverId)
    const reached = toReach(made.grant).sort((a, b) => order.indexOf(a.serverId) - order.indexOf(b.serverId))
    return {
      id: made.grant.id,
      token: made.token,
      gatewayUrl: reached[0]?.gatewayUrl ?? '',
      servers: reached,
    }
  },
})

export const get = operation({
  name: 'getGrant',
  method: 'GET',
  path: '/grants/{id}',
  summary: 'One grant',
  answer: grant,
  run: async ({ member, id }) => toGrant(await getGrant(member, id)),
})

export const update = operation({
  name: 'updateGrant',
  method: 'PATCH',
  path: '/grants/{id}',
  summary: 'Change a live grant; `servers` replaces the whole list',
  body: z.strictObject({
    label: label.optional(),
    tags: tags.optional(),
    expiresAt: expiresAt.optional(),
    servers: servers.optional(),
  }),
  answer: grant,
  run: async ({ member, id, body: { expiresAt, ...change } }) =>
    toGrant(
      await updateGrant(member, id, {
        ...change,
        ...(expiresAt !== undefined && { expiresAt: toDate(expiresAt) }),
      }),
    ),
})

export const revoke = operation({
  name: 'revokeGrant',
  method: 'DELETE',
  path: '/grants/{id}',
  summary: 'Revoke a grant: its very next call is refused; again is no error',
  run: async ({ member, id }) => {
    await revokeGrant(member, id)
    return undefined
  },
})

export const rotate = operation({
  name: 'rotateGrant',
  method: 'POST',
  path: '/grants/{id}/rotate',
  summary: 'Give a grant another token; the old one stops at once, and counters go on',
  answer: grantWithToken,
  run: async ({ member, id }) => {
    const { token } = await rotateGrant(member, id)
    const reached = toReach(await getGrant(member, id))
    return { id, token, gatewayUrl: reached[0]?.gatewayUrl ?? '', servers: reached }
  },
})

export const url = operation({
  name: 'enableGrantUrl',
  method: 'POST',
  path: '/grants/{id}/url',
  summary: 'Allow (or stop) the form of the gateway URL that holds the token',
  body: z.strictObject({ enabled: z.boolean().optional() }),
  bodyRequired: false,
  answer: grant,
  run: async ({ member, id, body }) => toGrant(await enableGrantUrl(member, id, body.enabled ?? true)),
})

function toGrant(row: Grant): z.input<typeof grant> {
  return {
    id: row.id,
    label: row.label,
    tags: [...row.tags],
    origin: row.client ? 'oauth' : 'token',
    client: row.client?.name ?? null,
    tokenEnd: row.tokenEnd,
    urlEnabled: row.urlEnabled,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    servers: toReach(row),
    aggregateUrl: aggregateUrl(env().appUrl),
  }
}

function toReach(row: Grant): z.input<typeof reach>[] {
  return row.servers.map(({ serverId, policyId }) => ({
    serverId,
    policyId,
    gatewayUrl: gatewayUrl(env().appUrl, serverId),
  }))
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
