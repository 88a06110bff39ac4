// /api-keys: a key sees and ends keys; it makes none.
import { z } from 'zod'
import { listApiKeys, revokeApiKey } from '#lib/accounts/index.ts'
import { PERMISSIONS } from '#lib/roles/index.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const apiKey = z
  .object({
    id,
    name: z.string(),
    tokenEnd: z.string().meta({ description: 'The last four characters, to recognise it by.' }),
    createdBy: z.string().meta({ description: 'Whose key it is: it acts as this person.' }),
    scopes: z.array(z.enum(PERMISSIONS)).nullable().meta({
      description: 'What it was given of what its person may; null: all of it.',
    }),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().meta({ description: 'To the minute.' }),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const list = operation({
  name: 'listApiKeys',
  method: 'GET',
  path: '/api-keys',
  summary: 'The keys of the key’s person, or of everybody with keys.manage; newest first, revoked ones too',
  answer: listOf(apiKey),
  run: async ({ member }) => ({
    items: (await listApiKeys(member)).map(({ userId: _, scopes, ...key }) => ({
      ...key,
      scopes: scopes === null ? null : [...scopes],
      createdAt: key.createdAt.toISOString(),
      expiresAt: key.expiresAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
    })),
  }),
})

export const revoke = operation({
  name: 'revokeApiKey',
  method: 'DELETE',
  path: '/api-keys/{id}',
  summary: 'End a key with the next request, the asking one too; again is no error',
  run: async ({ member, id }) => {
    await revokeApiKey(member, id)
    return undefined
  },
})
