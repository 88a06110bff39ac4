import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { ConfirmEmail } from '#components/auth/confirm-email.tsx'
import { FinishSignUp } from '#components/auth/finish-sign-up.tsx'
import { readEmailLink } from '#lib/accounts/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { confirmEmailAction, finishSignUpAction } from '../account-actions.ts'

export const metadata: Metadata = { title: 'Confirm your address', referrer: 'no-referrer' }

const back = (
  <Link href="/sign-in" className="link">
    Go to sign in
  </Link>
)

/** Looking changes nothing: mail programs open links before people do. */
export default async function ConfirmEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const token = one((await searchParams).token) ?? ''
  const link = await readEmailLink(token)
  if (!link)
    return (
      <AuthFrame
        title="This link is used or over"
        description="It works once, for an hour, and only the newest one does."
        footer={back}
      >
        <p className="text-14 text-ink-2">
          Sign in and ask for another under Your account. If you were signing up, sign up again.
        </p>
      </AuthFrame>
    )
  if (link.purpose === 'sign-up')
    return (
      <AuthFrame
        title="Finish signing up"
        description={`Enter the password that you chose for ${link.email}.`}
        footer={back}
      >
        <FinishSignUp token={token} email={link.email} finish={finishSignUpAction} />
      </AuthFrame>
    )
  const isChange = link.purpose === 'change-email'
  return (
    <AuthFrame
      title={isChange ? 'Use this address' : 'Confirm your address'}
      description={
        isChange
          ? `Your account is known by ${link.email} from then on, and every session of it ends.`
          : `You confirm that ${link.email} is yours.`
      }
      footer="If you did not ask for this, close the page: nothing happens."
    >
      <ConfirmEmail token={token} isChange={isChange} confirm={confirmEmailAction} />
    </AuthFrame>
  )
}
