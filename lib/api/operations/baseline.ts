// /baseline
import { z } from 'zod'
import {
  checkBaseline,
  getBaseline,
  listBaselineVersions,
  publishBaseline,
  rollbackBaseline,
} from '#lib/baseline/index.ts'
import { FORMATS, parseBaselineText } from '#lib/policy/index.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { comment, format, number, toIssue, toVersion, version, withPlainIssues } from '../policy-texts.ts'
import { id, instant, issue, listOf } from '../shapes.ts'

const baseline = z
  .object({
    id: id.nullable().meta({ description: 'Of the published version.' }),
    version: z.int().nullable().meta({ description: 'The published version; null where there is none.' }),
    document: z.unknown().meta({ description: 'The published document, as a JSON value.' }),
    source: z.string().nullable().meta({ description: 'The same as the text that was written.' }),
    format: z.enum(FORMATS).nullable(),
    updatedAt: instant.nullable(),
  })
  .meta({ id: 'Baseline' })

export const get = operation({
  name: 'getBaseline',
  method: 'GET',
  path: '/baseline',
  summary: 'What no policy of the organisation can let through',
  answer: baseline,
  run: async ({ member }) => {
    const published = await getBaseline(member)
    const parsed = published && parseBaselineText(published.source, published.format)
    return {
      id: published?.id ?? null,
      version: published?.number ?? null,
      document: parsed?.ok ? parsed.value.document : null,
      source: published?.source ?? null,
      format: published?.format ?? null,
      updatedAt: published?.createdAt.toISOString() ?? null,
    }
  },
})

export const publish = operation({
  name: 'publishBaseline',
  method: 'PUT',
  path: '/baseline',
  summary:
    'Publish the next version: it holds for every call that starts after the answer; 409 where `baseVersion` is not the published one any more',
  body: z.strictObject({
    document: documentShape,
    format,
    baseVersion: z.int().min(0).max(2_147_483_647).meta({ description: '0 where none is published.' }),
    comment,
  }),
  answer: z.object({ version: z.int() }),
  run: ({ member, body, json }) =>
    withPlainIssues(() =>
      publishBaseline(member, {
        ...documentText(json),
        baseVersion: body.baseVersion,
        comment: body.comment,
      }),
    ),
})

export const versions = operation({
  name: 'listBaselineVersions',
  method: 'GET',
  path: '/baseline/versions',
  summary: 'Every version of the baseline, newest first',
  answer: listOf(version),
  run: async ({ member }) => ({ items: (await listBaselineVersions(member)).map(toVersion) }),
})

export const rollback = operation({
  name: 'rollbackBaseline',
  method: 'POST',
  path: '/baseline/rollback',
  summary: 'Publish the text of an older version again, as a new version',
  body: z.strictObject({ version: number }),
  answer: z.object({ version: z.int() }),
  run: ({ member, body }) => withPlainIssues(() => rollbackBaseline(member, body.version)),
})

export const validate = operation({
  name: 'validateBaseline',
  method: 'POST',
  path: '/baseline/validate',
  summary: 'Everything that publishing would say of a document as a baseline',
  body: z.strictObject({ document: documentShape, format }),
  answer: z.object({ ok: z.boolean(), errors: z.array(issue), warnings: z.array(issue) }),
  run: async ({ member, json }) => {
    const { ok, errors, warnings } = checkBaseline(member, documentText(json))
    return { ok, errors: errors.map(toIssue), warnings: warnings.map(toIssue) }
  },
})
