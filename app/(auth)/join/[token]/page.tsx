import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { AcceptForm } from '#components/join/accept-form.tsx'
import { JoinForm } from '#components/join/join-form.tsx'
import { Button } from '#components/ui/button.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { currentMember } from '#lib/auth/index.ts'
import { findInvitation, type OpenInvitation } from '#lib/invitations/index.ts'
import { ROLE_WORDS } from '#lib/roles/index.ts'
import { acceptInvitationAction, joinAction, leaveForInvitationAction } from './actions.ts'

export const metadata: Metadata = { title: 'Invitation', robots: { index: false }, referrer: 'no-referrer' }

type JoinPageProps = { params: Promise<{ token: string }> }

/** Looking changes nothing: mail programs open links, too. What is accepted is accepted by a press. */
export default async function JoinPage({ params }: JoinPageProps) {
  const { token } = await params
  const [invitation, member] = await Promise.all([findInvitation(token), currentMember()])
  if (!invitation)
    return (
      <AuthFrame
        title="This invitation is over"
        description="It was used or revoked, or its seven days have passed."
        footer="Ask who invited you to send it again: the new link works for another week."
      >
        <LinkButton href={member ? '/overview' : '/sign-in'} variant="primary" size="lg" className="w-full">
          {member ? 'Go to overview' : 'Sign in'}
        </LinkButton>
      </AuthFrame>
    )
  const { organisation, role } = invitation
  const isOther = member !== null && member.email !== invitation.email
  return (
    <AuthFrame
      title={`Join ${organisation.name}`}
      description={
        <>
          {invitation.invitedBy} invites you as {ROLE_WORDS[role].one}: {ROLE_WORDS[role].says.toLowerCase()}.
        </>
      }
      footer={
        isOther
          ? `You are signed in as ${member.email}.`
          : `The invitation is for ${invitation.email} and works once.`
      }
    >
      {isOther ? (
        <form action={leaveForInvitationAction.bind(null, token)} className="flex flex-col gap-4">
          <p className="text-14 text-ink-2">
            This invitation is for {invitation.email}. Sign out, and come back with that address.
          </p>
          <Button type="submit" variant="primary" size="lg" className="w-full">
            Sign out and go on
          </Button>
        </form>
      ) : member ? (
        <AcceptForm token={token} organisation={organisation.name} accept={acceptInvitationAction} />
      ) : (
        <WayIn token={token} invitation={invitation} />
      )}
    </AuthFrame>
  )
}

function WayIn({ token, invitation: { email, account } }: { token: string; invitation: OpenInvitation }) {
  if (account === 'member')
    return (
      <div className="flex flex-col gap-4">
        <p className="text-14 text-ink-2">{email} has an account here. Sign in with it to accept.</p>
        <LinkButton
          href={`/sign-in?next=${encodeURIComponent(`/join/${token}`)}`}
          variant="primary"
          size="lg"
          className="w-full"
        >
          Sign in
        </LinkButton>
      </div>
    )
  return (
    <div className="flex flex-col gap-4">
      <JoinForm token={token} email={email} isNew={account === 'none'} join={joinAction} />
      {account === 'alone' ? (
        <p className="text-13 text-ink-2">
          <Link href="/forgot-password" className="link">
            Forgot the password?
          </Link>
        </p>
      ) : null}
    </div>
  )
}
