import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { CredentialsForm } from '#components/auth/credentials-form.tsx'
import { PasskeyButton } from '#components/auth/passkey-button.tsx'
import { ProviderButtons } from '#components/auth/provider-buttons.tsx'
import { TrialNotice } from '#components/auth/trial-notice.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { canSignUp, offeredProviders } from '#lib/auth/index.ts'
import type { SearchParams } from '../../search-params.ts'
import { signInWithProviderAction } from '../account-actions.ts'
import { signInAction } from '../actions.ts'
import { readArrival } from '../arrival.ts'
import { providerFault } from '../provider-faults.ts'
import { passkeySignInAction, passkeySignInRequestAction } from '../second-step-actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next, hrefOf, trial, isIn } = await readArrival(searchParams)
  if (isIn) redirect(next)
  const fault = providerFault(await searchParams)
  return (
    <AuthFrame
      title="Sign in"
      footer={
        (await canSignUp()) ? (
          <>
            New here?{' '}
            <Link href={hrefOf('/sign-up')} className="link">
              Sign up
            </Link>
          </>
        ) : (
          'New accounts are closed on this installation. Ask whoever runs it for one.'
        )
      }
    >
      {trial ? (
        <TrialNotice trial={trial}>
          After you sign in you decide whether it becomes your organisation’s.
        </TrialNotice>
      ) : null}
      {fault ? <Problem className="mb-5">{fault}</Problem> : null}
      <ProviderButtons providers={offeredProviders()} next={next} go={signInWithProviderAction} />
      <CredentialsForm
        intent="sign-in"
        submit={signInAction}
        next={next}
        step={hrefOf('/sign-in/second-step')}
      />
      <p className="mt-4 text-13">
        <Link href="/forgot-password" className="link">
          Forgot the password?
        </Link>
      </p>
      <div className="mt-5 border-line border-t pt-5">
        <PasskeyButton
          label="Sign in with a passkey"
          request={passkeySignInRequestAction}
          submit={passkeySignInAction}
          next={next}
        />
      </div>
    </AuthFrame>
  )
}
