import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { CodeForm } from '#components/auth/code-form.tsx'
import { PasskeyButton } from '#components/auth/passkey-button.tsx'
import { pendingArrival } from '#lib/auth/index.ts'
import type { SearchParams } from '../../../search-params.ts'
import { readArrival } from '../../arrival.ts'
import { codeStepAction, passkeyStepAction, secondStepRequestAction } from '../../second-step-actions.ts'

export const metadata: Metadata = { title: 'Second step' }

/** The password was right: now by what the person has. */
export default async function SecondStepPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ next, hrefOf, isIn }, due] = await Promise.all([readArrival(searchParams), pendingArrival()])
  if (isIn) redirect(next)
  if (!due) redirect(hrefOf('/sign-in'))
  return (
    <AuthFrame
      title="One more step"
      description="Your account asks for a passkey or a code besides the password."
      footer={
        <>
          Not you?{' '}
          <Link href={hrefOf('/sign-in')} className="link">
            Begin again
          </Link>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {due.passkey ? (
          <PasskeyButton
            label="Use a passkey"
            variant={due.app ? 'secondary' : 'primary'}
            request={secondStepRequestAction}
            submit={passkeyStepAction}
            next={next}
          />
        ) : null}
        <CodeForm submit={codeStepAction} hasApp={due.app} next={next} />
      </div>
    </AuthFrame>
  )
}
