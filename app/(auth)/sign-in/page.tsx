import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { CredentialsForm } from '#components/auth/credentials-form.tsx'
import { canSignUp, currentMember, localPath } from '#lib/auth/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { signInAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const wanted = one((await searchParams).next)
  const next = localPath(wanted, '/overview')
  if (await currentMember()) redirect(next)
  const signUpHref = wanted ? `/sign-up?next=${encodeURIComponent(next)}` : '/sign-up'
  return (
    <AuthFrame
      title="Sign in"
      footer={
        (await canSignUp()) ? (
          <>
            New here?{' '}
            <Link href={signUpHref} className="link">
              Sign up
            </Link>
          </>
        ) : (
          'New accounts are closed on this installation. Ask whoever runs it for one.'
        )
      }
    >
      <CredentialsForm intent="sign-in" submit={signInAction} next={next} />
    </AuthFrame>
  )
}
