import { ChartColumn } from 'lucide-react'
import type { Metadata } from 'next'
import { PageRefresh } from '#components/approvals/page-refresh.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DecisionsSection } from '#components/usage/decisions-section.tsx'
import { DeniedSection } from '#components/usage/denied-section.tsx'
import { GrantsSection } from '#components/usage/grants-section.tsx'
import { LatencySection } from '#components/usage/latency-section.tsx'
import { LimitsSection } from '#components/usage/limits-section.tsx'
import { ZoneNote } from '#components/usage/step-time.tsx'
import { UsageFilters } from '#components/usage/usage-filters.tsx'
import { UsageTiles } from '#components/usage/usage-tiles.tsx'
import { type UsageFilters as Filters, RANGES } from '#components/usage/usage-view.ts'
import { requireMember } from '#lib/auth/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { limitsInUse, type Usage, usageOf } from '#lib/usage/index.ts'
import { one, type SearchParams } from '../../search-params.ts'

export const metadata: Metadata = { title: 'Usage' }

const REFRESH_MS = 15_000

/** `?range=` how far back · `?server=` and `?grant=` whose · `?as=table` charts as tables. */
export default async function UsagePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const member = await requireMember()
  const filters: Filters = {
    range: RANGES.find(({ value }) => value === one(query.range))?.value ?? '24h',
    server: one(query.server),
    grant: one(query.grant),
    as: one(query.as) === 'table' ? 'table' : undefined,
  }
  const whose = { serverId: filters.server, grantId: filters.grant }
  const [usage, limits, servers, grants] = await Promise.all([
    usageOf(member, filters.range, whose),
    limitsInUse(member, whose),
    listServers(member),
    listGrants(member),
  ])
  return (
    <Page>
      <PageHeader title="Usage" description={<ZoneNote />} />
      <PageRefresh everyMs={REFRESH_MS} />
      <div className="flex flex-col gap-8">
        <UsageFilters
          filters={filters}
          servers={servers.map(({ id, name }) => ({ id, name }))}
          grants={grants.map(({ id, label }) => ({ id, name: label }))}
        />
        {usage.total.calls === 0 ? (
          <NoCalls filters={filters} hasGrants={grants.length > 0} />
        ) : (
          <Figures usage={usage} filters={filters} />
        )}
        {usage.total.calls === 0 && limits.length === 0 ? null : <LimitsSection limits={limits} />}
      </div>
    </Page>
  )
}

function Figures({ usage, filters }: { usage: Usage; filters: Filters }) {
  const { total, latency, steps, grants, deniedTools, deniedRules, from, until } = usage
  const whose = {
    ...(filters.server === undefined ? {} : { server: filters.server }),
    ...(filters.grant === undefined ? {} : { grant: filters.grant }),
  }
  const behind = { ...whose, from, until }
  const asTable = filters.as === 'table'
  return (
    <>
      <UsageTiles total={total} latency={latency} behind={behind} />
      <DecisionsSection steps={steps} total={total} filters={whose} asTable={asTable} />
      <DeniedSection total={total} tools={deniedTools} rules={deniedRules} grants={grants} behind={behind} />
      <LatencySection steps={steps} latency={latency} filters={whose} asTable={asTable} />
      <GrantsSection total={total} grants={grants} behind={behind} />
    </>
  )
}

function NoCalls({ filters, hasGrants }: { filters: Filters; hasGrants: boolean }) {
  const range = RANGES.find(({ value }) => value === filters.range)
  const isFiltered = filters.server !== undefined || filters.grant !== undefined
  return (
    <EmptyState
      icon={<ChartColumn />}
      title={isFiltered ? 'No call fits' : `No calls ${range?.words ?? ''}`}
      action={
        isFiltered || filters.range !== 'kept' ? (
          <LinkButton href="/usage?range=kept">Show all that is kept</LinkButton>
        ) : hasGrants ? (
          <LinkButton href="/grants">Connect a client</LinkButton>
        ) : (
          <LinkButton href="/grants/new">Create grant</LinkButton>
        )
      }
    >
      Figures appear here with the first call of a client.
    </EmptyState>
  )
}
