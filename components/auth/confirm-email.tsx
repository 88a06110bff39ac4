'use client'

import { useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'

type Confirmed = { email: string; isChanged: boolean }
type ConfirmEmailProps = {
  token: string
  isChange: boolean
  confirm: (input: { token: string }) => Promise<ActionResult<Confirmed>>
}

/** The one press that a mailed link is for. */
export function ConfirmEmail({ token, isChange, confirm }: ConfirmEmailProps) {
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null)
  const { run, pending, fault } = useAction(confirm)

  async function press() {
    const result = await run({ token })
    if (!result?.ok) return
    setConfirmed(result.value)
    window.history.replaceState(null, '', '/confirm-email')
  }

  if (confirmed)
    return (
      <div role="status" className="flex flex-col gap-4">
        <Notice title={confirmed.isChanged ? 'Your address is changed' : 'Your address is confirmed'}>
          {confirmed.isChanged
            ? `Sign in with ${confirmed.email} from now on.`
            : `${confirmed.email} belongs to your account.`}
        </Notice>
        <LinkButton
          href={confirmed.isChanged ? '/sign-in' : '/overview'}
          variant="primary"
          size="lg"
          className="w-full"
        >
          {confirmed.isChanged ? 'Sign in' : 'Go on'}
        </LinkButton>
      </div>
    )
  return (
    <div className="flex flex-col gap-4">
      <FaultProblem fault={fault} />
      <Button variant="primary" size="lg" pending={pending} onClick={press} className="w-full">
        {isChange ? 'Use this address' : 'Confirm the address'}
      </Button>
    </div>
  )
}
