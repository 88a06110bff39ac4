import { FlaskConical } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { may } from '#lib/role.ts'
import { getTrialSummary } from '#lib/trials/index.ts'
import { claimedAt } from '../../../(auth)/claim-address.ts'
import { one, type SearchParams } from '../../../search-params.ts'

export const metadata: Metadata = { title: 'Keep a draft' }

type ClaimPageProps = { params: Promise<{ trialId: string }>; searchParams: SearchParams }

/** A draft that was made without an account, before it becomes the organisation's. `?fault=` why it did not. */
export default async function ClaimPage({ params, searchParams }: ClaimPageProps) {
  const member = await requireMember()
  const { trialId } = await params
  const trial = await getTrialSummary(trialId).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'not-found') return error
    throw error
  })
  if (trial instanceof Fault) return <Gone title="There is no such draft">{trial.message}</Gone>
  const { claim } = trial
  if (claim !== null) {
    const isOwn = claim.organisationId === member.organisation.id && claim.userId === member.userId
    if (isOwn) redirect(claimedAt(trialId, claim))
    return (
      <Gone title="This draft was claimed">
        An account claimed it before you, and a draft is claimed once. Begin another: it takes a paste.
      </Gone>
    )
  }
  const fault = one((await searchParams).fault)
  return (
    <Page narrow>
      <PageHeader
        title={`Keep the draft for ${trial.name}`}
        description="It was made without an account. It becomes your organisation’s once; nothing is published by it."
      />
      <div className="flex flex-col gap-6">
        {fault === undefined ? null : (
          <Problem title="The draft was not claimed">{sentenceFor(fault)}</Problem>
        )}
        <Facts
          facts={[
            { name: 'Server', value: trial.name },
            { name: 'Address', value: trial.url === '' ? 'Not known: you register it next' : trial.url },
            { name: 'Tools', value: trial.toolCount.toLocaleString('en') },
            { name: 'Organisation', value: member.organisation.name },
          ]}
        />
        {may(member, 'servers.manage') ? (
          <form method="post" action={`/claim/${encodeURIComponent(trialId)}/take`}>
            <Button type="submit" variant="primary">
              Keep and open the draft
            </Button>
          </form>
        ) : (
          <NeedsRole who="an admin" to="register a server" />
        )}
      </div>
    </Page>
  )
}

function Gone({ title, children }: { title: string; children: string }) {
  return (
    <Page narrow>
      <div className="pt-10">
        <EmptyState
          isPage
          icon={<FlaskConical />}
          title={title}
          action={<LinkButton href="/try">Try a server</LinkButton>}
        >
          {children}
        </EmptyState>
      </div>
    </Page>
  )
}

const SENTENCES: Readonly<Record<string, string>> = {
  'limit-reached': 'Your organisation has as many servers as it may have. Delete one, then try again.',
  'address-refused':
    'Its address is in a network that this installation does not connect to. Register it by a public one.',
  'url-refused': 'Its address cannot be registered here. Register the server by another one.',
}

function sentenceFor(code: string): string {
  return SENTENCES[code] ?? 'Try again in a moment.'
}
