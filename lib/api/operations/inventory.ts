// /inventory
import { z } from 'zod'
import { INVENTORY_EFFECTS, type InventoryItem, listInventory } from '#lib/inventory/index.ts'
import { CATEGORIES, LANES, SEVERITIES } from '#lib/policy/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, pageOf, toolRisk } from '../shapes.ts'

const named = z.object({ id, name: z.string() })
const item = z
  .object({
    server: named,
    tool: z.string(),
    state: z.enum(['pinned', 'changed', 'new', 'gone']),
    risk: toolRisk,
    lastUsedAt: instant.nullable().meta({
      description: 'When a call of it was last let through, of the last 30 days.',
    }),
    access: z
      .array(
        z.object({
          effect: z.enum(LANES),
          rule: z
            .string()
            .meta({ description: 'The rule that brings it about; empty where every call passes.' }),
          mayPass: z.boolean().meta({ description: 'Approval is asked for under conditions alone.' }),
          isBaseline: z.boolean().meta({ description: 'The organisation’s baseline brings it about.' }),
          policy: named.nullable(),
          grants: z.array(z.object({ id, label: z.string() })),
        }),
      )
      .meta({ description: 'The ways in which live grants have the tool, the loosest first.' }),
  })
  .meta({ id: 'InventoryItem' })

export const list = operation({
  name: 'listInventory',
  method: 'GET',
  path: '/inventory',
  summary: 'Every tool of every server, what each agent can do with it, and by which rule',
  query: z.strictObject({
    serverId: id.optional(),
    grantId: id.optional(),
    search: z.string().max(200).optional().meta({ description: 'A part of the tool’s name.' }),
    category: z.enum(CATEGORIES).optional(),
    severity: z.enum(SEVERITIES).optional(),
    effect: z.enum(INVENTORY_EFFECTS).optional().meta({ description: '`nobody`: no live grant has it.' }),
    unused: z.enum(['true', 'false']).optional().meta({
      description: 'Only tools that a grant may call, and that none has called for 30 days.',
    }),
    cursor,
  }),
  answer: pageOf(item).extend({
    total: z.int().meta({ description: 'How many tools fit.' }),
    counts: z.object({
      ...{ allow: z.int(), limit: z.int(), approve: z.int(), deny: z.int(), hide: z.int(), nobody: z.int() },
    }),
  }),
  run: async ({ member, query: { cursor, unused, ...filter } }) => {
    const { items, ...page } = await listInventory(member, { ...filter, isUnused: unused === 'true' }, cursor)
    return { ...page, items: items.map(toItem) }
  },
})

function toItem(row: InventoryItem): z.input<typeof item> {
  const { serverId, serverName, name, state, risk, access, lastUsedAt } = row
  return {
    server: { id: serverId, name: serverName },
    tool: name,
    state,
    risk,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    access: access.map(({ effect, rule, mayPass, isBaseline, policy, grants }) => ({
      ...{ effect, rule, mayPass, isBaseline, policy },
      grants: [...grants],
    })),
  }
}
