import { Activity } from 'lucide-react'
import type { Metadata } from 'next'
import { CallDrawer } from '#components/activity/call-drawer.tsx'
import { CallFilters } from '#components/activity/call-filters.tsx'
import { activityUrl, type CallFilters as Filters } from '#components/activity/call-view.ts'
import { CallsTable } from '#components/activity/calls-table.tsx'
import { KeptSince } from '#components/activity/kept-since.tsx'
import { LiveRefresh } from '#components/activity/live-refresh.tsx'
import { toldText } from '#components/activity/told-text.ts'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { explainCall, getCall, listCalls } from '#lib/calls/index.ts'
import type { CallRow, Grant, Member, Page as PageOf } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { listGrants } from '#lib/grants/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { found } from '../found.ts'

export const metadata: Metadata = { title: 'Activity' }

type CallPage = PageOf<CallRow> & { readonly keptSince: Date | null }

const DECISIONS = ['allow', 'deny', 'await'] as const

export default async function ActivityPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const member = await requireMember()
  const filters: Filters = {
    server: one(query.server),
    grant: one(query.grant),
    tool: one(query.tool),
    decision: DECISIONS.find((each) => each === one(query.decision)),
    rule: one(query.rule),
    from: instantOf(one(query.from)),
    to: instantOf(one(query.to)),
  }
  const cursor = one(query.cursor)
  const callId = one(query.call)
  const [calls, servers, grants, open] = await Promise.all([
    orNoPage(
      listCalls(member, {
        serverId: filters.server,
        grantId: filters.grant,
        tool: filters.tool,
        decision: filters.decision,
        rule: filters.rule,
        from: filters.from === undefined ? undefined : Date.parse(filters.from),
        until: filters.to === undefined ? undefined : Date.parse(filters.to),
        cursor,
      }),
    ),
    listServers(member),
    listGrants(member),
    callId === undefined ? null : found(openCall(member, callId)),
  ])
  const firstPage = cursor === undefined
  const newestDenied = calls.items.find((call) => call.decision === 'deny')?.id ?? null
  return (
    <Page>
      <PageHeader title="Activity" actions={firstPage ? <LiveRefresh newestDenied={newestDenied} /> : null} />
      <div className="flex flex-col gap-4">
        <CallFilters
          key={activityUrl(filters)}
          filters={filters}
          servers={servers}
          grants={grants.map(({ id, label }) => ({ id, name: label }))}
        />
        {calls.items.length === 0 ? (
          <NoCalls
            filtered={Object.values(filters).some(Boolean) || !firstPage}
            waitingFor={waitingFor(filters, firstPage, grants)}
            hasGrants={grants.length > 0}
          />
        ) : (
          <CallsTable
            calls={calls.items}
            hrefOf={(call) => activityUrl({ ...filters, cursor, call: call.id })}
          />
        )}
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {firstPage ? null : <LinkButton href={activityUrl(filters)}>Newest</LinkButton>}
          {calls.nextCursor ? (
            <LinkButton href={activityUrl({ ...filters, cursor: calls.nextCursor })}>Older</LinkButton>
          ) : null}
        </nav>
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
        />
      ) : null}
    </Page>
  )
}

/** An instant as this page writes it into its address; a text that is none counts as absent. */
function instantOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

async function openCall(member: Member, callId: string): Promise<{ call: CallRow; change: string | null }> {
  const call = await getCall(member, callId)
  return { call, change: (await explainCall(member, call)).change }
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
        This page looks every three seconds. Point a client at the gateway URL and let it call a tool.
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
