import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Page } from '#components/shell/page.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { currentSession } from '#lib/auth/index.ts'
import { type Connected, finishSignIn } from '#lib/connections/index.ts'
import { Fault } from '#lib/fault.ts'
import { type PublicFault, publicFault } from '#lib/public-fault.ts'
import { attachTrial } from '#lib/trials/index.ts'
import { one, type SearchParams } from '../../../../search-params.ts'

export const metadata: Metadata = { title: 'Signing in to a server', referrer: 'no-referrer' }

type ConnectedPageProps = { params: Promise<{ issuer: string }>; searchParams: SearchParams }
type Settled = { connected: Connected } | { fault: PublicFault }

/** Where an authorization server sends people back to. What it brings is good once, in the browser that left. */
export default async function ConnectedPage({ params, searchParams }: ConnectedPageProps) {
  const settled = await settle((await params).issuer, await searchParams)
  if ('connected' in settled) {
    const { serverId, isNew } = settled.connected
    redirect(isNew ? `/servers/${serverId}` : `/servers/${serverId}/account`)
  }
  return (
    <Page narrow>
      <PageHeader title="Signing in to a server" breadcrumb={[{ label: 'Servers', href: '/servers' }]} />
      <Problem title="It was not connected" requestId={settled.fault.requestId}>
        {settled.fault.message}
      </Problem>
      <div className="mt-5">
        <LinkButton href="/servers">To the servers</LinkButton>
      </div>
    </Page>
  )
}

async function settle(issuer: string, query: Awaited<SearchParams>): Promise<Settled> {
  try {
    // A visitor is not sent to sign in with a code in the address: it would be good for nothing afterwards.
    const session = await currentSession()
    if (!session) throw new Fault('not-signed-in', 'Your session has ended. Sign in, then connect again.')
    const arrival = {
      state: one(query.state),
      code: one(query.code),
      error: one(query.error),
      iss: one(query.iss),
    }
    const connected = await finishSignIn(session.member, session.token, issuer, arrival)
    if (connected.trial !== null) await attachTrial(session.member, connected.trial, connected.serverId)
    return { connected }
  } catch (error) {
    return { fault: publicFault(error) }
  }
}
