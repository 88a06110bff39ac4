import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { ConsentForm } from '#components/consent/consent-form.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { getConsent } from '#lib/grants/index.ts'
import { CONSENT_REQUEST_COOKIE } from '#lib/urls.ts'
import { allowConsentAction, refuseConsentAction } from './actions.ts'

export const metadata: Metadata = { title: 'Allow a client' }

/** Where a client that signs in sends its person: what it asks for, and the choice of a policy and an end. */
export default async function ConsentPage({ params }: { params: Promise<{ requestId: string }> }) {
  const { requestId } = await params
  const member = await requireMember()
  const began = (await cookies()).get(CONSENT_REQUEST_COOKIE)?.value
  if (began !== requestId)
    return (
      <Closed title="This did not begin here">
        A client asks for access in the browser that it opens. Begin in the client, in this browser.
      </Closed>
    )
  const consent = await getConsent(member, requestId).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'not-found') return error
    throw error
  })
  if (consent instanceof Fault) return <Closed title="Nothing to allow">{consent.message}</Closed>
  return (
    <AuthFrame
      title={`Allow ${consent.client.name} to use ${consent.server.name}?`}
      footer={`Signed in as ${member.email}.`}
    >
      <ConsentForm
        requestId={requestId}
        consent={consent}
        allow={allowConsentAction}
        refuse={refuseConsentAction}
      />
    </AuthFrame>
  )
}

function Closed({ title, children }: { title: string; children: string }) {
  return (
    <AuthFrame title={title} footer={<LinkButton href="/grants">See your grants</LinkButton>}>
      <Notice>{children}</Notice>
    </AuthFrame>
  )
}
