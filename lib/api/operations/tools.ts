// /servers/{id}/tools
import { z } from 'zod'
import type { Tool } from '#lib/data/model.ts'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { acceptTools, listTools } from '#lib/servers/index.ts'
import { operation } from '../operation.ts'
import { listOf } from '../shapes.ts'

const tool = z
  .object({
    name: z.string(),
    description: z.string(),
    inputSchema: z
      .unknown()
      .meta({ description: 'The JSON Schema of the arguments, as the server gives it.' }),
    category: z.enum(CATEGORIES),
    severity: z.enum(SEVERITIES),
    confidence: z.number().min(0).max(1),
    evidence: z.array(z.object({ source: z.string(), text: z.string(), says: z.string() })),
    state: z.enum(['pinned', 'changed', 'new', 'gone']),
    hash: z.string().meta({ description: 'Of the definition as last listed; accepting names it.' }),
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

export const accept = operation({
  name: 'acceptTools',
  method: 'POST',
  path: '/servers/{id}/tools/accept',
  summary: 'Accept definitions by their hashes, all or none; 409 where one changed meanwhile',
  body: z.strictObject({ hashes: z.record(z.string().min(1).max(512), z.string().min(1).max(128)) }),
  answer: listOf(tool),
  run: async ({ member, id, body }) => {
    await acceptTools(member, id, body.hashes)
    return { items: (await listTools(member, id)).map(toTool) }
  },
})

function toTool(row: Tool): z.input<typeof tool> {
  const { name, description, inputSchema, category, severity, confidence, state, hash } = row
  const evidence = row.evidence.map(({ source, text, says }) => ({ source, text, says }))
  return { name, description, inputSchema, category, severity, confidence, evidence, state, hash }
}
