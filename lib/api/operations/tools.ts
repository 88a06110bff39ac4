// /servers/{id}/tools
import { z } from 'zod'
import type { Member, Tool } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { CATEGORIES, LANES, SEVERITIES } from '#lib/policy/index.ts'
import {
  acceptTools,
  listToolChanges,
  listTools,
  rejectTools,
  resetCategory,
  setCategory,
  type ToolReview,
} from '#lib/servers/index.ts'
import { operation } from '../operation.ts'
import { instant, listOf } from '../shapes.ts'

const tool = z
  .object({
    name: z.string(),
    description: z.string(),
    inputSchema: z
      .unknown()
      .meta({ description: 'The JSON Schema of the arguments, as the server gives it.' }),
    category: z
      .enum(CATEGORIES)
      .meta({ description: 'What counts: as the organisation set it, where it did.' }),
    severity: z.enum(SEVERITIES),
    override: z
      .object({
        classified: z.enum(CATEGORIES).meta({ description: 'What its accepted definition says by itself.' }),
        reason: z.string(),
        by: z.string().nullable().meta({ description: 'Null where the account is gone.' }),
        at: instant,
      })
      .nullable()
      .meta({ description: 'Set by the organisation; null where the class of the definition counts.' }),
    confidence: z.number().min(0).max(1),
    evidence: z.array(z.object({ source: z.string(), text: z.string(), says: z.string() })),
    state: z.enum(['pinned', 'changed', 'new', 'gone']),
    hash: z.string().meta({ description: 'Of the definition as last listed; accepting names it.' }),
    rejected: z.boolean().meta({ description: 'This definition was looked at and turned away.' }),
  })
  .meta({ id: 'Tool' })

export const list = operation({
  name: 'listTools',
  method: 'GET',
  path: '/servers/{id}/tools',
  summary: 'The tools of a server, classified, in the order it lists them',
  answer: listOf(tool),
  run: async ({ member, id }) => ({ items: (await listTools(member, id)).map(toTool) }),
})

const toolName = z.string().min(1).max(512)

export const setCategoryOf = operation({
  name: 'setCategory',
  method: 'PUT',
  path: '/servers/{id}/tools/category',
  summary:
    'Set the category that counts for a tool in this organisation, with a reason; its severity follows',
  body: z.strictObject({ name: toolName, category: z.enum(CATEGORIES), reason: z.string().max(1000) }),
  answer: tool,
  run: async ({ member, id, body: { name, ...said } }) => {
    await setCategory(member, id, { tool: name, ...said })
    return toTool(await theTool(member, id, name))
  },
})

export const resetCategoryOf = operation({
  name: 'resetCategory',
  method: 'DELETE',
  path: '/servers/{id}/tools/category',
  summary: 'Let the class of a tool’s definition count again',
  query: z.strictObject({ name: toolName }),
  answer: tool,
  run: async ({ member, id, query: { name } }) => {
    await resetCategory(member, id, name)
    return toTool(await theTool(member, id, name))
  },
})

export const accept = operation({
  name: 'acceptTools',
  method: 'POST',
  path: '/servers/{id}/tools/accept',
  summary: 'Accept definitions by their hashes, all or none; 409 where one changed meanwhile',
  body: z.strictObject({ hashes: z.record(z.string().min(1).max(512), z.string().min(1).max(128)) }),
  answer: listOf(tool),
  run: async ({ member, id, body }) => {
    await acceptTools(member, id, body.hashes).catch(withChanges)
    return { items: (await listTools(member, id)).map(toTool) }
  },
})

const definition = z.object({
  definition: z.string().meta({ description: 'JSON text, as the server wrote it.' }),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
})
const toolChange = z
  .object({
    name: z.string(),
    state: z.enum(['changed', 'new']),
    hash: z.string().meta({ description: 'What accepting or rejecting this definition names.' }),
    listedTwice: z.boolean().meta({ description: 'Such a tool cannot be accepted.' }),
    rejected: z.boolean(),
    before: definition.nullable().meta({ description: 'The accepted definition; null where there is none.' }),
    after: definition,
    differences: z
      .array(z.object({ pointer: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .meta({ description: 'Every place that differs, as JSON texts; null where the place does not exist.' }),
    warnings: z
      .array(
        z.object({
          pointer: z.string(),
          kind: z.string(),
          count: z.int(),
          text: z.string(),
          isNew: z.boolean(),
        }),
      )
      .meta({ description: 'Where something is hidden in the definition.' }),
    looksLike: z.array(z.string()).meta({ description: 'Other tools with a name that looks the same.' }),
    mentions: z.array(z.object({ tool: z.string(), server: z.string() })),
    effects: z
      .array(
        z.object({
          policyId: z.string(),
          policyName: z.string(),
          lane: z.enum(LANES),
          grants: z.array(z.string()),
        }),
      )
      .meta({
        description: 'What each published policy makes of the tool once it is accepted, and for whom.',
      }),
  })
  .meta({ id: 'ToolChange' })

export const changes = operation({
  name: 'listToolChanges',
  method: 'GET',
  path: '/servers/{id}/tools/changes',
  summary: 'What is different in every tool that waits to be accepted, or in one of them',
  query: z.strictObject({ name: z.string().min(1).max(512).optional() }),
  answer: listOf(toolChange),
  run: async ({ member, id, query }) => ({
    items: (await listToolChanges(member, id, query.name)).map(toToolChange),
  }),
})

export const reject = operation({
  name: 'rejectTools',
  method: 'POST',
  path: '/servers/{id}/tools/reject',
  summary: 'Turn definitions away by their hashes, all or none; they stay refused and wait no more',
  body: z.strictObject({ hashes: z.record(z.string().min(1).max(512), z.string().min(1).max(128)) }),
  answer: listOf(tool),
  run: async ({ member, id, body }) => {
    await rejectTools(member, id, body.hashes).catch(withChanges)
    return { items: (await listTools(member, id)).map(toTool) }
  },
})

// A person who comes too late is shown what there is to decide on now, in the words of `changes`.
function withChanges(error: unknown): never {
  if (!(error instanceof Fault) || error.code !== 'definition-changed') throw error
  const now = error.data.changes as readonly ToolReview[]
  throw new Fault(error.code, error.message, { data: { ...error.data, changes: now.map(toToolChange) } })
}

function toToolChange(review: ToolReview): z.input<typeof toolChange> {
  const { name, state, hash, before, after, change, twins, mentions, effects } = review
  const part = ({ definition, category, severity }: typeof after) => ({ definition, category, severity })
  return {
    name,
    state,
    hash,
    listedTwice: review.isTwice,
    rejected: review.isRejected,
    before: before && part(before),
    after: part(after),
    differences: change.differences.map((each) => ({ ...each })),
    warnings: change.warnings.map(({ why, ...rest }) => ({ ...rest, kind: why })),
    looksLike: [...twins],
    mentions: mentions.map((each) => ({ ...each })),
    effects: effects.map((each) => ({ ...each, grants: [...each.grants] })),
  }
}

async function theTool(member: Member, serverId: string, name: string): Promise<Tool> {
  const found = (await listTools(member, serverId)).find((each) => each.name === name)
  // It was there when its category was set; its server was deleted since.
  if (!found) throw new Fault('not-found', 'The server of this tool was deleted meanwhile.')
  return found
}

function toTool(row: Tool): z.input<typeof tool> {
  const { name, description, inputSchema, category, severity, override, confidence, state, hash } = row
  const evidence = row.evidence.map(({ source, text, says }) => ({ source, text, says }))
  const rejected = row.isRejected
  return {
    ...{ name, description, inputSchema, category, severity, confidence, evidence, state, hash, rejected },
    override: override && { ...override, at: override.at.toISOString() },
  }
}
