import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { ForgotForm } from '#components/auth/forgot-form.tsx'
import { mailMode } from '#lib/mail/index.ts'
import { askForResetAction } from '../account-actions.ts'

export const metadata: Metadata = { title: 'Forgot the password' }
// What it says depends on the installation that it runs on, not on the one that it was built on.
export const dynamic = 'force-dynamic'

export default function ForgotPasswordPage() {
  const mode = mailMode()
  return (
    <AuthFrame
      title="Forgot the password"
      description={
        mode === 'none'
          ? 'This installation sends no e-mail, so it cannot send you a link.'
          : 'Type the address of your account. A link to choose a new password goes there.'
      }
      footer={
        <Link href="/sign-in" className="link">
          Back to sign in
        </Link>
      }
    >
      {mode === 'none' ? (
        <p className="text-14 text-ink-2">
          Ask whoever runs it for one:{' '}
          <span className="code">npm run cli -- user reset --email you@example.com</span> prints it.
        </p>
      ) : (
        <ForgotForm ask={askForResetAction} isLocal={mode === 'mailbox'} />
      )}
    </AuthFrame>
  )
}
