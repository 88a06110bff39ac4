import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { CredentialsForm } from '#components/auth/credentials-form.tsx'
import { ProviderButtons } from '#components/auth/provider-buttons.tsx'
import { TrialNotice } from '#components/auth/trial-notice.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { canSignUp, offeredProviders } from '#lib/auth/index.ts'
import type { SearchParams } from '../../search-params.ts'
import { signInWithProviderAction } from '../account-actions.ts'
import { signUpAction } from '../actions.ts'
import { readArrival } from '../arrival.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { next, hrefOf, trial, isIn } = await readArrival(searchParams)
  if (isIn) redirect(next)
  if (!(await canSignUp())) {
    return (
      <AuthFrame
        title="Sign-up is closed"
        description="This installation takes no new accounts through the door. Ask whoever runs it for one."
        footer="Whoever runs it makes accounts at the command line, or opens sign-up with SIGN_UP=open."
      >
        <LinkButton href={hrefOf('/sign-in')} variant="primary" size="lg" className="w-full">
          Sign in
        </LinkButton>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame
      title="Create your account"
      description="An organisation of your own comes with it."
      footer={
        <>
          Already have an account?{' '}
          <Link href={hrefOf('/sign-in')} className="link">
            Sign in
          </Link>
        </>
      }
    >
      {trial ? (
        <TrialNotice trial={trial}>
          It comes with you and opens in the editor; nothing is published.
        </TrialNotice>
      ) : null}
      <ProviderButtons providers={offeredProviders()} next={next} go={signInWithProviderAction} />
      <CredentialsForm
        intent="sign-up"
        submit={signUpAction}
        next={next}
        {...(trial && { trial: trial.id })}
      />
      {trial ? null : (
        <p className="mt-4 text-13 text-ink-2">
          Not yet?{' '}
          <Link href="/try" className="link">
            Try it on your server
          </Link>{' '}
          without an account.
        </p>
      )}
    </AuthFrame>
  )
}
