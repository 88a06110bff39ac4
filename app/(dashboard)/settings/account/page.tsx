import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { currentSession, requireMember } from '#lib/auth/index.ts'
import { providerFault } from '../../../(auth)/provider-faults.ts'
import type { SearchParams } from '../../../search-params.ts'
import { Factors } from './factors.tsx'
import { Leaving } from './leaving.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { SignInWays } from './sign-in-ways.tsx'

export const metadata: Metadata = { title: 'Your account' }

/** What the page consists of, from the top. Each part reads what it shows. */
const SECTIONS = [SignInWays, Factors, OwnSessions, Leaving] as const

export default async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const current = await currentSession()
  // It ended while the page was on its way.
  if (!current) redirect('/sign-in?next=/settings/account')
  const { member, session } = current
  const { fault: code, provider, error } = await searchParams
  const fault = providerFault({ fault: code, provider, error })
  return (
    <Page>
      <PageHeader
        title="Your account"
        breadcrumb={[{ label: 'Settings', href: '/settings' }]}
        description="Yours alone, in every organisation that you are a member of."
      />
      {fault ? <Problem className="mb-4">{fault}</Problem> : null}
      {SECTIONS.map((Part) => (
        <Part key={Part.name} member={member} session={session} />
      ))}
    </Page>
  )
}
