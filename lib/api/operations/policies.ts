// /policies
import { z } from 'zod'
import type { Member, PolicySummary, PolicyWithVersion } from '#lib/data/model.ts'
import {
  checkPolicy,
  getPolicy,
  listPolicies,
  listServing,
  listVersions,
  type Publication,
  publishPolicy,
  rollbackPolicy,
  type Serving,
  servePolicy,
  unservePolicy,
} from '#lib/policies/index.ts'
import { FORMATS, parsePolicyText } from '#lib/policy/index.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { comment, format, number, toIssue, toVersion, version, withPlainIssues } from '../policy-texts.ts'
import { id, instant, issue, listOf } from '../shapes.ts'

const policy = z
  .object({
    id,
    serverId: id.meta({ description: 'The server that it was made for.' }),
    serverIds: z.array(id).meta({ description: 'All that it serves, that one among them.' }),
    name: z.string(),
    version: z.int().nullable().meta({ description: 'The published version.' }),
    grants: z.int().meta({ description: 'How many live grants it governs.' }),
    updatedAt: instant,
  })
  .meta({ id: 'Policy' })

const policyWithDocument = policy
  .extend({
    document: z.unknown().meta({ description: 'The published document, as a JSON value.' }),
    source: z.string().nullable().meta({ description: 'The same as the text that was written.' }),
    format: z.enum(FORMATS).nullable(),
  })
  .meta({ id: 'PolicyWithDocument' })

export const list = operation({
  name: 'listPolicies',
  method: 'GET',
  path: '/policies',
  summary: 'The policies, of one server where it is named',
  query: z.strictObject({ serverId: id.optional() }),
  answer: listOf(policy),
  run: async ({ member, query }) => ({
    items: (await listPolicies(member, query.serverId)).map(toPolicy),
  }),
})

export const create = operation({
  name: 'createPolicy',
  method: 'POST',
  path: '/policies',
  summary: 'Make a policy of a server and publish its first version',
  body: z.strictObject({
    serverId: id,
    name: z.string().min(1).max(80),
    document: documentShape,
    format,
    comment,
  }),
  status: 201,
  answer: z.object({ id, version: z.int() }),
  run: async ({ member, body, json }) => {
    const published = await publishWith(member, {
      serverId: body.serverId,
      name: body.name,
      ...documentText(json),
      baseVersion: 0,
      ...(body.comment !== undefined && { comment: body.comment }),
    })
    return { id: published.policyId, version: published.version }
  },
})

export const get = operation({
  name: 'getPolicy',
  method: 'GET',
  path: '/policies/{id}',
  summary: 'One policy with its published document',
  answer: policyWithDocument,
  run: async ({ member, id }) => toPolicyWithDocument(await getPolicy(member, id)),
})

export const publish = operation({
  name: 'publishPolicy',
  method: 'PUT',
  path: '/policies/{id}',
  summary: 'Publish the next version; 409 where `baseVersion` is not the published one any more',
  body: z.strictObject({ document: documentShape, format, baseVersion: number, comment }),
  answer: z.object({ version: z.int() }),
  run: async ({ member, id, body, json }) => {
    const { serverId } = await getPolicy(member, id)
    const published = await publishWith(member, {
      serverId,
      policyId: id,
      ...documentText(json),
      baseVersion: body.baseVersion,
      ...(body.comment !== undefined && { comment: body.comment }),
    })
    return { version: published.version }
  },
})

export const versions = operation({
  name: 'listPolicyVersions',
  method: 'GET',
  path: '/policies/{id}/versions',
  summary: 'Every version of a policy, newest first',
  answer: listOf(version),
  run: async ({ member, id }) => ({ items: (await listVersions(member, id)).map(toVersion) }),
})

export const rollback = operation({
  name: 'rollbackPolicy',
  method: 'POST',
  path: '/policies/{id}/rollback',
  summary: 'Publish the text of an older version again, as a new version',
  body: z.strictObject({ version: number }),
  answer: z.object({ version: z.int() }),
  run: ({ member, id, body }) => rollbackPolicy(member, id, body.version),
})

const serving = z
  .object({
    server: z.object({ id, name: z.string() }),
    grants: z.int().meta({ description: 'How many live grants it governs there.' }),
    missingTools: z
      .array(z.string())
      .meta({ description: 'Tools that it names and the server does not list.' }),
  })
  .meta({ id: 'PolicyServer' })

export const servers = operation({
  name: 'listPolicyServers',
  method: 'GET',
  path: '/policies/{id}/servers',
  summary: 'The servers that a policy serves, and what of it they do not have',
  answer: listOf(serving),
  run: async ({ member, id }) => ({ items: (await listServing(member, id)).map(toServing) }),
})

export const serve = operation({
  name: 'servePolicy',
  method: 'POST',
  path: '/policies/{id}/servers',
  summary: 'Let a policy serve one more server: grants may use it there',
  body: z.strictObject({ serverId: id }),
  answer: listOf(serving),
  run: async ({ member, id, body }) => ({
    items: (await servePolicy(member, id, body.serverId)).map(toServing),
  }),
})

export const unserve = operation({
  name: 'unservePolicy',
  method: 'DELETE',
  path: '/policies/{id}/servers/{serverId}',
  summary: 'Take a policy from a server on which no grant uses it',
  run: async ({ member, id, params }) => {
    await unservePolicy(member, id, params.serverId ?? '')
  },
})

export const validate = operation({
  name: 'validatePolicy',
  method: 'POST',
  path: '/policies/validate',
  summary: 'Everything that publishing would say of a document, against a server’s tools where one is named',
  body: z.strictObject({ serverId: id.optional(), document: documentShape, format }),
  answer: z.object({ ok: z.boolean(), errors: z.array(issue), warnings: z.array(issue) }),
  run: async ({ member, body, json }) => {
    const checked = await checkPolicy(member, {
      ...documentText(json),
      ...(body.serverId !== undefined && { serverId: body.serverId }),
    })
    return { ok: checked.ok, errors: checked.errors.map(toIssue), warnings: checked.warnings.map(toIssue) }
  },
})

function publishWith(member: Member, publication: Publication) {
  return withPlainIssues(() => publishPolicy(member, publication))
}

function toPolicy(row: PolicySummary): z.input<typeof policy> {
  const { id, serverId, servers, name, version, grants } = row
  return {
    id,
    serverId,
    serverIds: servers.map((server) => server.id),
    name,
    version,
    grants,
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toServing({ id, name, grants, missing }: Serving): z.input<typeof serving> {
  return { server: { id, name }, grants, missingTools: [...missing] }
}

function toPolicyWithDocument(row: PolicyWithVersion): z.input<typeof policyWithDocument> {
  const { published } = row
  const parsed = published && parsePolicyText(published.source, published.format)
  return {
    ...toPolicy(row),
    document: parsed?.ok ? parsed.value.document : null,
    source: published?.source ?? null,
    format: published?.format ?? null,
  }
}
