import { Activity } from 'lucide-react'
import type { Metadata } from 'next'
import { CallDrawer } from '#components/activity/call-drawer.tsx'
import { CallFilters } from '#components/activity/call-filters.tsx'
import { activityUrl, type CallFilters as Filters } from '#components/activity/call-view.ts'
import { CallsTable } from '#components/activity/calls-table.tsx'
import { ExportLinks } from '#components/activity/export-links.tsx'
import { KeptSince } from '#components/activity/kept-since.tsx'
import { LiveCalls } from '#components/activity/tail/live-calls.tsx'
import { toldText } from '#components/activity/told-text.ts'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { explainCall, getCall, listCalls, viewValues } from '#lib/calls/index.ts'
import type { CallRow, Grant, Member, Page as PageOf } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { feedPosition } from '#lib/feed/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { found } from '../found.ts'
import { callFilter, filtersIn } from './call-filter.ts'
import { shownLine } from './shown-line.ts'

export const metadata: Metadata = { title: 'Activity' }

type CallPage = PageOf<CallRow> & { readonly keptSince: Date | null }

export default async function ActivityPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const member = await requireMember()
  const filters: Filters = filtersIn(query)
  const cursor = one(query.cursor)
  const callId = one(query.call)
  // Before the list is read: what is written meanwhile is told live.
  const position = await feedPosition(member)
  const [calls, servers, grants, open] = await Promise.all([
    orNoPage(listCalls(member, { ...callFilter(query), cursor })),
    listServers(member),
    listGrants(member),
    callId === undefined ? null : found(openCall(member, callId)),
  ])
  const firstPage = cursor === undefined
  const none = (
    <NoCalls
      filtered={Object.values(filters).some(Boolean) || !firstPage}
      waitingFor={waitingFor(filters, firstPage, grants)}
      hasGrants={grants.length > 0}
    />
  )
  return (
    <Page>
      <PageHeader title="Activity" actions={<ExportLinks filters={filters} />} />
      <div className="flex flex-col gap-4">
        <CallFilters
          key={activityUrl(filters)}
          filters={filters}
          servers={servers}
          grants={grants.map(({ id, label }) => ({ id, name: label }))}
        />
        {firstPage ? (
          <LiveCalls
            key={activityUrl(filters)}
            calls={calls.items.map(shownLine)}
            position={position}
            filters={filters}
            nextCursor={calls.nextCursor}
            empty={none}
          />
        ) : (
          <>
            {calls.items.length === 0 ? (
              none
            ) : (
              <CallsTable
                calls={calls.items}
                hrefOf={(call) => activityUrl({ ...filters, cursor, call: call.id })}
              />
            )}
            <nav aria-label="Pages" className="flex justify-center gap-2">
              <LinkButton href={activityUrl(filters)}>Newest</LinkButton>
              {calls.nextCursor ? (
                <LinkButton href={activityUrl({ ...filters, cursor: calls.nextCursor })}>Older</LinkButton>
              ) : null}
            </nav>
          </>
        )}
        {calls.keptSince && calls.nextCursor === null && (calls.items.length > 0 || !firstPage) ? (
          <KeptSince at={calls.keptSince} />
        ) : null}
      </div>
      {open ? (
        <CallDrawer
          call={open.call}
          told={toldText(open.call)}
          change={open.change}
          closeHref={activityUrl({ ...filters, cursor })}
          detail={detailText(open.call.detail)}
          values={open.values}
        />
      ) : null}
    </Page>
  )
}

async function openCall(member: Member, callId: string) {
  const call = await getCall(member, callId)
  const [explanation, values] = await Promise.all([explainCall(member, call), viewValues(member, call)])
  return { call, change: explanation.change, values }
}

/** A cursor or an id that no page gave shows an empty list, not an error. */
async function orNoPage(reading: Promise<CallPage>): Promise<CallPage> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid-input')
      return { items: [], nextCursor: null, keptSince: null }
    throw error
  }
}

function detailText(detail: unknown): string | null {
  const empty = detail === null || (typeof detail === 'object' && Object.keys(detail).length === 0)
  return detail === undefined || empty ? null : JSON.stringify(detail, null, 2)
}

/** A grant that was just made has no calls yet, and its page is where one waits for the first. */
function waitingFor(filters: Filters, firstPage: boolean, grants: readonly Grant[]): Grant | null {
  const { grant: grantId, ...others } = filters
  if (!firstPage || Object.values(others).some(Boolean)) return null
  return grants.find((grant) => grant.id === grantId && grant.revokedAt === null) ?? null
}

type NoCallsProps = { filtered: boolean; waitingFor: Grant | null; hasGrants: boolean }

function NoCalls({ filtered, waitingFor: grant, hasGrants }: NoCallsProps) {
  if (grant) {
    return (
      <EmptyState
        icon={<Activity />}
        title={`Waiting for the first call of ${grant.label}`}
        action={<LinkButton href={`/grants/${grant.id}`}>Connect a client</LinkButton>}
      >
        It appears here by itself. Point a client at the gateway URL and let it call a tool.
      </EmptyState>
    )
  }
  if (filtered) {
    return (
      <EmptyState
        icon={<Activity />}
        title="No call fits"
        action={<LinkButton href="/activity">Clear filters</LinkButton>}
      />
    )
  }
  return (
    <EmptyState
      icon={<Activity />}
      title="No calls yet"
      action={
        hasGrants ? (
          <LinkButton href="/grants">Connect a client</LinkButton>
        ) : (
          <LinkButton href="/grants/new">Create grant</LinkButton>
        )
      }
    >
      Every call appears here with its decision and the rule that made it, as soon as a client uses a grant.
    </EmptyState>
  )
}
