import type { Metadata } from 'next'
import { AllowForm } from '#components/approvals/allow-form.tsx'
import { Decided } from '#components/approvals/decided.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { getApproval, shapeProblem } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { isJsonNumber, numberText, serializeJson } from '#lib/json/index.ts'
import { may } from '#lib/role.ts'
import { one, type SearchParams } from '../../../../search-params.ts'
import { found } from '../../../found.ts'
import { freeableOf, readShape } from './read-shape.ts'

export const metadata: Metadata = { title: 'Allow the same shape' }

type AllowPageProps = { params: Promise<{ approvalId: string }>; searchParams: SearchParams }

export default async function AllowPage({ params, searchParams }: AllowPageProps) {
  const { approvalId } = await params
  const query = await searchParams
  const member = await requireMember()
  if (!may(member, 'approvals.read'))
    return (
      <Page narrow>
        <NeedsRole who="an approver" to="decide about calls" />
      </Page>
    )
  const approval = await found(getApproval(member, approvalId))
  const header = (
    <PageHeader
      title="Allow the same shape"
      breadcrumb={[
        { label: 'Approvals', href: '/approvals' },
        { label: approval.tool, href: `/approvals/${approval.id}` },
      ]}
      description="This call runs once, and others may follow that differ from it only where you say."
    />
  )
  if (approval.state !== 'waiting' || approval.arguments === null)
    return (
      <Page narrow>
        {header}
        {approval.state === 'waiting' ? (
          <Notice>
            The arguments are too long to be shown whole, so only this one call can be approved.
          </Notice>
        ) : (
          <Decided approval={approval} />
        )}
      </Page>
    )
  const fields = { get: (name: string) => one(query[name]) ?? null }
  const read = readShape(fields, approval.arguments)
  const problem =
    one(query.tried) === undefined
      ? null
      : 'problem' in read
        ? read.problem
        : shapeProblem(read.shape, approval.tool, approval.arguments, Date.now())
  return (
    <Page narrow>
      {header}
      {problem === null ? null : (
        <Problem title="Nothing was allowed" className="mb-5">
          {problem}
        </Problem>
      )}
      <AllowForm
        id={approval.id}
        uses={one(query.uses) ?? '10'}
        minutes={one(query.minutes) ?? '15'}
        rows={freeableOf(approval.arguments).map(({ name, kind, value }, place) => ({
          name,
          kind,
          value: isJsonNumber(value)
            ? numberText(value)
            : typeof value === 'string'
              ? value
              : serializeJson(value),
          from: one(query[`from${place}`]) ?? '',
          to: one(query[`to${place}`]) ?? '',
          among: one(query[`in${place}`]) ?? '',
        }))}
      />
    </Page>
  )
}
