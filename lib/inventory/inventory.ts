// Every tool of every server, what each agent can do with it, and by which rule.
import { findBaseline } from '#lib/data/baseline.ts'
import {
  type Access,
  findLastUses,
  type InventoryTool,
  listAccess,
  listDocuments,
  listInventoryTools,
  type ToolFilter,
} from '#lib/data/inventory.ts'
import type { Member, Organisation } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import type { Lane } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { accessIn, compiledBaseline, type ToolAccess } from './access.ts'

/** What may be asked for: one of the effects, or that no grant has the tool at all. */
export const INVENTORY_EFFECTS = ['allow', 'limit', 'approve', 'deny', 'hide', 'nobody'] as const
export type InventoryEffect = (typeof INVENTORY_EFFECTS)[number]

export type InventoryFilter = ToolFilter & {
  readonly grantId?: string | undefined
  /** Tools that some grant (or the grant) has so. */
  readonly effect?: InventoryEffect | undefined
  /** True: only what a grant may call and none has called for 30 days. */
  readonly isUnused?: boolean | undefined
}

export type InventoryItem = InventoryTool & {
  readonly access: readonly ToolAccess[]
  /** When a call of it (by the grant, where one is asked for) was last let through, of the last 30 days. */
  readonly lastUsedAt: Date | null
}
export type Inventory = {
  readonly items: readonly InventoryItem[]
  readonly nextCursor: string | null
  /** Of all tools that fit, not of the page: how many there are, and how many some grant has in each way. */
  readonly total: number
  readonly counts: Readonly<Record<InventoryEffect, number>>
}

export const INVENTORY_PAGE = 50
export const UNUSED_DAYS = 30
const DAY_MS = 86_400_000
const MAX_SEARCH = 200

/**
 * A page of the inventory, by server and name.
 * @param now ms since the epoch
 * @throws Fault invalid-input (a cursor that no page gave, a search text that is too long)
 */
export async function listInventory(
  member: Member,
  filter: InventoryFilter = {},
  cursor?: string,
  now: number = Date.now(),
): Promise<Inventory> {
  requirePermission(member, 'grants.read')
  const { organisation } = member
  const after = placeIn(cursor)
  if ((filter.search?.length ?? 0) > MAX_SEARCH || filter.search?.includes('\0'))
    throw new Fault('invalid-input', `Search for at most ${MAX_SEARCH} characters.`)
  const [tools, grants, baseline] = await Promise.all([
    listInventoryTools(organisation, filter),
    listAccess(organisation),
    findBaseline(organisation),
  ])
  const access = grants.filter(({ grantId }) => filter.grantId === undefined || grantId === filter.grantId)
  const documents = await listDocuments(organisation, policyIdsOf(access))
  const accessOf = accessIn(access, documents, compiledBaseline(baseline?.canonical ?? null))
  const servers = new Set(access.map(({ serverId }) => serverId))
  const all = tools
    // Of one grant: the tools of its servers.
    .filter(({ serverId }) => filter.grantId === undefined || servers.has(serverId))
    .map((tool) => ({ ...tool, access: accessOf(tool) }))
  const fitting = await unusedOnly(organisation, all, filter, now)
  const counts = countsOf(fitting)
  const { effect } = filter
  const found = effect === undefined ? fitting : fitting.filter((item) => waysOf(item).has(effect))
  const from = after === null ? 0 : found.findIndex((item) => placeOf(item) === after) + 1
  if (after !== null && from === 0) throw strangeCursor()
  const page = found.slice(from, from + INVENTORY_PAGE)
  const lastUse = await findLastUses(organisation, page, now - UNUSED_DAYS * DAY_MS, filter.grantId)
  const last = page.at(-1)
  return {
    items: page.map((item) => ({ ...item, lastUsedAt: lastUse(item) })),
    nextCursor: last && from + page.length < found.length ? cursorTo(last) : null,
    total: found.length,
    counts,
  }
}

type Item = InventoryTool & { readonly access: readonly ToolAccess[] }

function policyIdsOf(access: readonly Access[]): string[] {
  return [...new Set(access.flatMap(({ policyId }) => policyId ?? []))]
}

async function unusedOnly(
  organisation: Organisation,
  items: readonly Item[],
  { isUnused, grantId }: InventoryFilter,
  now: number,
): Promise<readonly Item[]> {
  if (!isUnused) return items
  const callable = items.filter(({ access }) => access.some(({ effect }) => MAY_PASS.has(effect)))
  const lastUse = await findLastUses(organisation, callable, now - UNUSED_DAYS * DAY_MS, grantId)
  return callable.filter((item) => lastUse(item) === null)
}

const MAY_PASS: ReadonlySet<Lane> = new Set(['allow', 'limit', 'approve'])

function waysOf({ access }: Item): ReadonlySet<InventoryEffect> {
  return new Set(access.length === 0 ? ['nobody'] : access.map(({ effect }) => effect))
}

function countsOf(items: readonly Item[]): Record<InventoryEffect, number> {
  const counts = { allow: 0, limit: 0, approve: 0, deny: 0, hide: 0, nobody: 0 }
  for (const item of items) for (const way of waysOf(item)) counts[way]++
  return counts
}

function placeOf({ serverId, name }: InventoryTool): string {
  return `${serverId} ${name}`
}

function cursorTo(item: InventoryTool): string {
  return Buffer.from(placeOf(item)).toString('base64url')
}

function placeIn(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!/^srv_[0-9a-z]{28} ./s.test(text)) throw strangeCursor()
  return text
}

function strangeCursor(): Fault {
  return new Fault('invalid-input', 'This cursor is not one that a page gave. Start again without a cursor.')
}
