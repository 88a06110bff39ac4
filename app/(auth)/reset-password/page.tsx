import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { ResetForm } from '#components/auth/reset-form.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { isResetLink } from '#lib/accounts/index.ts'
import { one, type SearchParams } from '../../search-params.ts'
import { resetPasswordAction } from '../account-actions.ts'

export const metadata: Metadata = { title: 'Choose a new password', referrer: 'no-referrer' }

export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const token = one((await searchParams).token) ?? ''
  if (!(await isResetLink(token)))
    return (
      <AuthFrame
        title="This link is used or over"
        description="It works once, for half an hour, and only the newest one does."
        footer={
          <Link href="/sign-in" className="link">
            Back to sign in
          </Link>
        }
      >
        <LinkButton href="/forgot-password" variant="primary" size="lg" className="w-full">
          Ask for another link
        </LinkButton>
      </AuthFrame>
    )
  return (
    <AuthFrame
      title="Choose a new password"
      description="Every session of the account ends; sign in again with the new password."
      footer="A passkey or an authenticator app stays what it was."
    >
      <ResetForm token={token} reset={resetPasswordAction} />
    </AuthFrame>
  )
}
