import { GitPullRequest, Hand } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { AllowancesList } from '#components/approvals/allowances-list.tsx'
import { ApprovalsList } from '#components/approvals/approvals-list.tsx'
import { PageRefresh } from '#components/approvals/page-refresh.tsx'
import { ProposalsList } from '#components/approvals/proposals-list.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { type Approval, listAllowances, listApprovals } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import type { Member, Page as PageOf } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { serializeJson } from '#lib/json/index.ts'
import { listProposals } from '#lib/policies/index.ts'
import { may } from '#lib/role.ts'
import { one, type SearchParams } from '../../../search-params.ts'

export const metadata: Metadata = { title: 'Approvals' }

const VIEWS = [
  { show: undefined, label: 'Waiting' },
  { show: 'history', label: 'History' },
  { show: 'allowances', label: 'Allowances' },
  { show: 'proposals', label: 'Proposals' },
] as const

export default async function ApprovalsPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const member = await requireMember()
  if (!may(member, 'approvals.read'))
    return (
      <Page narrow>
        <PageHeader title="Approvals" />
        <NeedsRole who="an approver" to="see and decide about calls that wait" />
      </Page>
    )
  const show = VIEWS.find((view) => view.show === one(query.show))?.show
  const cursor = one(query.cursor)
  return (
    <Page narrow>
      <PageHeader title="Approvals" description="Calls that a policy lets nobody but a person decide." />
      <nav aria-label="Which approvals" className="mb-5 border-line border-b">
        <ul className="-mb-px flex gap-1">
          {VIEWS.map((view) => (
            <li key={view.label}>
              <Link
                href={view.show ? `/approvals?show=${view.show}` : '/approvals'}
                aria-current={view.show === show ? 'page' : undefined}
                className={`flex h-9 items-center border-b-2 px-2.5 font-medium text-13 coarse:h-11 ${view.show === show ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
              >
                {view.label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {show === 'allowances' ? <Allowances member={member} /> : null}
      {show === 'proposals' ? <Proposals member={member} /> : null}
      {show === undefined || show === 'history' ? (
        <Approvals member={member} isHistory={show === 'history'} cursor={cursor} />
      ) : null}
    </Page>
  )
}

type ApprovalsProps = { member: Member; isHistory: boolean; cursor: string | undefined }

async function Approvals({ member, isHistory, cursor }: ApprovalsProps) {
  const page = await orNoPage(listApprovals(member, { ...(isHistory ? {} : { state: 'waiting' }), cursor }))
  const base = isHistory ? '/approvals?show=history&cursor=' : '/approvals?cursor='
  return (
    <>
      {cursor === undefined ? <PageRefresh /> : null}
      {page.items.length === 0 ? (
        <EmptyState
          icon={<Hand />}
          title={isHistory ? 'Nobody was asked yet' : 'Nothing waits for you'}
          action={
            isHistory ? null : <LinkButton href="/approvals?show=history">See what was decided</LinkButton>
          }
        >
          A call that a policy puts under “Approve” appears here, and the agent waits or comes back.
        </EmptyState>
      ) : (
        <ApprovalsList
          approvals={page.items}
          now={Date.now()}
          self={member.userId}
          label={isHistory ? 'All approvals' : 'Calls that wait'}
        />
      )}
      {page.nextCursor ? (
        <nav aria-label="Pages" className="mt-4 flex justify-center">
          <LinkButton href={`${base}${page.nextCursor}`}>Older</LinkButton>
        </nav>
      ) : null}
    </>
  )
}

async function Allowances({ member }: { member: Member }) {
  const allowances = await listAllowances(member)
  if (allowances.length === 0)
    return (
      <EmptyState icon={<Hand />} title="Nothing is allowed beforehand">
        An allowance is given with an approval: the same shape, a number of times, for a while.
      </EmptyState>
    )
  return (
    <AllowancesList
      now={Date.now()}
      allowances={allowances.map(({ freed, ...rest }) => ({
        ...rest,
        bounds: freed.map(({ path, op, value }) => `${path} ${op} ${serializeJson(value)}`),
      }))}
    />
  )
}

async function Proposals({ member }: { member: Member }) {
  const proposals = await listProposals(member)
  if (proposals.length === 0)
    return (
      <EmptyState icon={<GitPullRequest />} title="Nobody proposes a change">
        An agent or a pipeline can propose a policy; a person publishes it, or does not.
      </EmptyState>
    )
  return <ProposalsList proposals={proposals} />
}

/** A cursor that no page gave shows an empty list, not an error. */
async function orNoPage(reading: Promise<PageOf<Approval>>): Promise<PageOf<Approval>> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid-input') return { items: [], nextCursor: null }
    throw error
  }
}
