// /audit
import { z } from 'zod'
import { getSealState, listAuditEvents, verifyAudit, wordsText } from '#lib/audit/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, pageOf } from '../shapes.ts'

const event = z
  .object({
    sequence: z.int().nullable().meta({ description: 'Its place in the chain; null until it is sealed.' }),
    id,
    at: instant,
    actor: z.string().nullable(),
    actorKind: z.string().meta({
      description: 'user, api_key or cli; chore: the program itself; database: somebody by SQL.',
    }),
    keyId: z.string().nullable(),
    requestId: z.string(),
    address: z.string(),
    action: z.string(),
    target: z.string(),
    words: z.string(),
    detail: z.unknown(),
  })
  .meta({ id: 'AuditEvent' })

const root = z.string().meta({ description: 'SHA-256, hex. Note it elsewhere, to verify the end, too.' })

export const list = operation({
  name: 'listAuditEvents',
  method: 'GET',
  path: '/audit',
  summary: 'Who changed what, newest first, 50 a page',
  query: z.strictObject({
    actorId: id.optional().meta({ description: 'What this user did.' }),
    kind: z.string().max(64).optional().meta({ description: 'An action, or the noun before its dot.' }),
    from: instant.optional(),
    until: instant.optional(),
    cursor,
  }),
  answer: pageOf(event),
  run: async ({ member, query: { from, until, ...query } }) => {
    const page = await listAuditEvents(member, {
      ...query,
      from: from === undefined ? undefined : new Date(from),
      until: until === undefined ? undefined : new Date(until),
    })
    return {
      items: page.items.map(({ risk: _, ...each }) => ({
        ...each,
        at: each.at.toISOString(),
        words: wordsText(each),
      })),
      nextCursor: page.nextCursor,
    }
  },
})

export const seal = operation({
  name: 'getAuditSeal',
  method: 'GET',
  path: '/audit/seal',
  summary: 'How far the record is sealed, and its newest root',
  answer: z
    .object({
      organisationId: id,
      throughSequence: z.int(),
      sealedAt: instant.nullable(),
      root: root.nullable(),
      waiting: z.int().meta({ description: 'Entries that are not sealed yet.' }),
      isExposed: z
        .boolean()
        .meta({ description: "True where the database's role could alter the record, seals aside." }),
    })
    .meta({ id: 'AuditSeal' }),
  run: async ({ member }) => {
    const { throughSequence, sealedAt, root, waiting, isExposed } = await getSealState(member)
    const organisationId = member.organisation.id
    const at = sealedAt?.toISOString() ?? null
    return { organisationId, throughSequence, sealedAt: at, root, waiting, isExposed }
  },
})

export const verify = operation({
  name: 'verifyAudit',
  method: 'POST',
  path: '/audit/verify',
  summary: 'Recomputes the chain; names the first entry that is not as it was sealed',
  body: z.strictObject({ root: root.optional() }),
  bodyRequired: false,
  answer: z
    .object({
      verdict: z.string(),
      entries: z.int(),
      throughSequence: z.int(),
      root: root.nullable(),
      waiting: z.int(),
      problem: z
        .object({
          kind: z.string(),
          sequence: z.int().nullable(),
          entryId: z.string().nullable(),
          seal: z.int().nullable(),
        })
        .nullable(),
    })
    .meta({ id: 'AuditVerification' }),
  run: async ({ member, body }) => {
    const { verdict, entries, throughSequence, root, waiting, problem } = await verifyAudit(member, body.root)
    return { verdict, entries, throughSequence, root, waiting, problem }
  },
})
