'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { Select } from '#components/ui/select.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { ROLE_WORDS, type Role } from '#lib/roles/index.ts'
import { type MemberActs, type MemberRow, roleChoices } from './member-view.ts'

type MemberRoleProps = { member: MemberRow; giver: Role; change: MemberActs['changeRole'] }

/** Another role, asked for once more: its person is signed out everywhere and comes back with it. */
export function MemberRole({ member, giver, change }: MemberRoleProps) {
  const router = useRouter()
  const [wanted, setWanted] = useState<Role | null>(null)
  const confirmed = useConfirmed(change)

  async function changeNow(): Promise<string | null> {
    if (wanted === null) return null
    const result = await confirmed({ userId: member.userId, role: wanted })
    if (!result.ok) return result.fault.message
    toast.success(`${member.email} is ${ROLE_WORDS[wanted].one} now`)
    router.refresh()
    return null
  }

  return (
    <>
      <Select
        size="sm"
        label={`Role of ${member.email}`}
        className="w-40"
        value={member.role}
        options={roleChoices(giver)}
        onValueChange={(role) => role !== member.role && setWanted(role)}
      />
      <AlertDialog
        open={wanted !== null}
        onOpenChange={(open) => !open && setWanted(null)}
        title={`Make ${member.email} ${wanted ? ROLE_WORDS[wanted].one : ''}?`}
        description={
          wanted
            ? `${ROLE_WORDS[wanted].says}. They are signed out and have the new role when they sign in again.`
            : ''
        }
        action="Change role"
        onConfirm={changeNow}
      />
    </>
  )
}
