import type { Metadata } from 'next'
import { activityUrl } from '#components/activity/call-view.ts'
import { CallsTable } from '#components/activity/calls-table.tsx'
import { StartDemo } from '#components/connect/start-demo.tsx'
import { grantStatus } from '#components/grants/grant-view.ts'
import { Checklist } from '#components/overview/checklist.tsx'
import { ChecklistNews } from '#components/overview/checklist-news.tsx'
import { Tile } from '#components/overview/tile.tsx'
import { SeverityMix } from '#components/servers/severity-mix.tsx'
import { Page } from '#components/shell/page.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { callsUrl, countText } from '#components/usage/usage-view.ts'
import { requireMember } from '#lib/auth/index.ts'
import { may } from '#lib/role.ts'
import { startWithDemoAction } from '../grants/connect/actions.ts'
import { type Overview, readOverview } from './read-overview.ts'
import { stepsOf } from './steps.ts'

export const metadata: Metadata = { title: 'Overview' }

const SHOWN_CALLS = 8

export default async function OverviewPage() {
  const member = await requireMember()
  const overview = await readOverview(member)
  const steps = stepsOf(overview)
  return (
    <Page>
      <PageHeader title="Overview" />
      <div className="flex flex-col gap-6">
        {steps.every((step) => step.done) ? null : (
          <>
            <ChecklistNews />
            <Checklist
              steps={steps}
              shortcut={
                overview.servers.length === 0 && may(member, 'servers.manage') ? (
                  <StartDemo start={startWithDemoAction} />
                ) : undefined
              }
            />
          </>
        )}
        {overview.servers.length === 0 ? null : <Tiles overview={overview} />}
        {overview.calls.length === 0 ? null : (
          <section aria-labelledby="latest-title" className="flex flex-col gap-3">
            <div className="flex items-center justify-between gap-4">
              <h2 id="latest-title" className="font-semibold text-16">
                Latest calls
              </h2>
              <LinkButton href="/activity" size="sm">
                See all
              </LinkButton>
            </div>
            <CallsTable
              calls={overview.calls.slice(0, SHOWN_CALLS)}
              hrefOf={(call) => activityUrl({ call: call.id })}
            />
          </section>
        )}
      </div>
    </Page>
  )
}

function Tiles({ overview }: { overview: Overview }) {
  const { servers, tools, grants, usage } = overview
  const failing = servers.filter((server) => server.status !== 'ready').length
  const waiting = tools.filter((tool) => tool.state === 'new' || tool.state === 'changed').length
  const active = grants.filter((grant) => grantStatus(grant, Date.now()) === 'active')
  const used = active.filter((grant) => grant.lastUsedAt !== null).length
  const { total, from, until } = usage
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Tile title="Servers" href="/servers" figure={servers.length}>
        {failing > 0 ? `${failing} cannot be read` : 'All can be read'}
      </Tile>
      <Tile title="Tools" href="/servers" figure={tools.length}>
        {waiting > 0 ? (
          `${waiting} to accept`
        ) : (
          <SeverityMix severities={tools.map((tool) => tool.severity)} />
        )}
      </Tile>
      <Tile title="Active grants" href="/grants" figure={active.length}>
        {active.length > 0 ? `${used} in use` : 'No agent can call'}
      </Tile>
      <Tile title="Calls in 24 hours" href={callsUrl({ from, until })} figure={countText(total.calls)}>
        {total.calls === 0 ? 'None' : `${countText(total.deny)} denied`}
      </Tile>
    </div>
  )
}
