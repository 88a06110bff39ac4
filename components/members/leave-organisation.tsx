'use client'

import type { ActionResult } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'

type LeaveOrganisationProps = {
  name: string
  /** Why one cannot; null where one can. */
  obstacle: string | null
  isOnlyOne: boolean
  grants: string
  leave: (input: Record<string, never>) => Promise<ActionResult<null>>
}

export function LeaveOrganisation({ name, obstacle, isOnlyOne, grants, leave }: LeaveOrganisationProps) {
  const confirmed = useConfirmed(leave)
  if (obstacle !== null) return <p className="text-14 text-ink-2">{obstacle}</p>

  async function leaveNow(): Promise<string | null> {
    const result = await confirmed({})
    if (!result.ok) return result.fault.message
    window.location.assign(isOnlyOne ? '/sign-in' : '/overview')
    return null
  }

  return (
    <AlertDialog
      title={`Leave ${name}?`}
      description={`You lose access at once, and your API keys here are revoked. ${grants}${
        isOnlyOne
          ? 'It is your only organisation: you can sign in again once somebody invites you.'
          : 'To come back, somebody must invite you.'
      }`}
      action="Leave organisation"
      onConfirm={leaveNow}
      trigger={<Button variant="secondary">Leave {name}</Button>}
    />
  )
}
