import { ListTree } from 'lucide-react'
import type { Metadata } from 'next'
import { InventoryFilters } from '#components/inventory/inventory-filters.tsx'
import { InventoryTable } from '#components/inventory/inventory-table.tsx'
import { type InventoryFilters as Filters, inventoryUrl } from '#components/inventory/inventory-view.ts'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { listGrants } from '#lib/grants/index.ts'
import { INVENTORY_EFFECTS, type Inventory, listInventory } from '#lib/inventory/index.ts'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'

export const metadata: Metadata = { title: 'Inventory' }

const NOTHING: Inventory = {
  items: [],
  nextCursor: null,
  total: 0,
  counts: { allow: 0, limit: 0, approve: 0, deny: 0, hide: 0, nobody: 0 },
}

/** `?q=` a part of a name · `?server=` `?grant=` `?category=` `?severity=` `?effect=` `?unused=1` what is shown · `?cursor=` from where. */
export default async function InventoryPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const member = await requireMember()
  const filters: Filters = {
    q: one(query.q),
    server: one(query.server),
    grant: one(query.grant),
    category: CATEGORIES.find((each) => each === one(query.category)),
    severity: SEVERITIES.find((each) => each === one(query.severity)),
    effect: INVENTORY_EFFECTS.find((each) => each === one(query.effect)),
    unused: one(query.unused) === '1' ? '1' : undefined,
  }
  const cursor = one(query.cursor)
  const [inventory, servers, grants] = await Promise.all([
    read(member, filters, cursor),
    listServers(member),
    listGrants(member),
  ])
  const isFiltered = cursor !== undefined || Object.values(filters).some(Boolean)
  return (
    <Page>
      <PageHeader
        title="Inventory"
        description="Every tool of every server, what each agent can do with it, and by which rule."
        actions={<LinkButton href="/inventory/baseline">Baseline</LinkButton>}
      />
      {servers.length === 0 ? (
        <EmptyState
          icon={<ListTree />}
          title="No tools yet"
          action={<LinkButton href="/servers">Go to servers</LinkButton>}
        >
          Register a server, and its tools are listed here with the agents that can call them.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          <InventoryFilters
            key={inventoryUrl(filters)}
            filters={filters}
            servers={servers.map(({ id, name }) => ({ id, name }))}
            grants={grants
              .filter(({ revokedAt }) => revokedAt === null)
              .map(({ id, label }) => ({ id, name: label }))}
            categories={CATEGORIES}
            severities={SEVERITIES}
            counts={inventory.counts}
          />
          <p className="text-13 text-ink-3 tabular-nums" aria-live="polite">
            {inventory.total === 1 ? '1 tool' : `${inventory.total.toLocaleString('en')} tools`}
          </p>
          {inventory.items.length === 0 ? (
            <EmptyState
              icon={<ListTree />}
              title={isFiltered ? 'No tool fits' : 'No tools yet'}
              action={isFiltered ? <LinkButton href="/inventory">Clear filters</LinkButton> : null}
            />
          ) : (
            <InventoryTable lines={inventory.items} />
          )}
          <Pages filters={filters} cursor={cursor} nextCursor={inventory.nextCursor} />
        </div>
      )}
    </Page>
  )
}

type PagesProps = { filters: Filters; cursor: string | undefined; nextCursor: string | null }

function Pages({ filters, cursor, nextCursor }: PagesProps) {
  if (cursor === undefined && nextCursor === null) return null
  return (
    <nav aria-label="Pages" className="flex justify-center gap-2">
      {cursor === undefined ? null : <LinkButton href={inventoryUrl(filters)}>First</LinkButton>}
      {nextCursor === null ? null : (
        <LinkButton href={inventoryUrl({ ...filters, cursor: nextCursor })}>Next</LinkButton>
      )}
    </nav>
  )
}

/** A cursor that no page gave shows an empty list, not an error. */
async function read(member: Member, filters: Filters, cursor: string | undefined): Promise<Inventory> {
  const { q: search, server: serverId, grant: grantId, unused } = filters
  const filter = {
    search,
    serverId,
    grantId,
    category: CATEGORIES.find((each) => each === filters.category),
    severity: SEVERITIES.find((each) => each === filters.severity),
    effect: INVENTORY_EFFECTS.find((each) => each === filters.effect),
    isUnused: unused === '1',
  }
  try {
    return await listInventory(member, filter, cursor)
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid-input') return NOTHING
    throw error
  }
}
