import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { CredentialsForm } from '#components/auth/credentials-form.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { canSignUp, currentMember, localPath } from '#lib/auth/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { signUpAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const wanted = one((await searchParams).next)
  const next = localPath(wanted, '/overview')
  if (await currentMember()) redirect(next)
  const signInHref = wanted ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'
  if (!(await canSignUp())) {
    return (
      <AuthFrame
        title="Sign-up is closed"
        description="This installation takes no new accounts through the door. Ask whoever runs it for one."
        footer="Whoever runs it makes accounts at the command line, or opens sign-up with SIGN_UP=open."
      >
        <LinkButton href={signInHref} variant="primary" size="lg" className="w-full">
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
          <Link href={signInHref} className="link">
            Sign in
          </Link>
        </>
      }
    >
      <CredentialsForm intent="sign-up" submit={signUpAction} next={next} />
    </AuthFrame>
  )
}
