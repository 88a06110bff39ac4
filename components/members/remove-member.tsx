'use client'

import { useRouter } from 'next/navigation'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { toast } from '#components/ui/toaster.tsx'
import { grantsText, type MemberActs, type MemberRow } from './member-view.ts'

type RemoveMemberProps = { member: MemberRow; remove: MemberActs['remove'] }

export function RemoveMember({ member, remove }: RemoveMemberProps) {
  const router = useRouter()
  const confirmed = useConfirmed(remove)

  async function removeNow(): Promise<string | null> {
    const result = await confirmed({ userId: member.userId })
    if (!result.ok) return result.fault.message
    toast.success(`${member.email} removed`)
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      title={`Remove ${member.email}?`}
      description={`They lose access with their next request, and their API keys here are revoked. ${grantsText(member.liveGrants)}What they wrote stays.`}
      action="Remove member"
      onConfirm={removeNow}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Remove ${member.email}`}>
          Remove
        </Button>
      }
    />
  )
}
