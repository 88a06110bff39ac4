'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { ROLE_WORDS } from '#lib/roles/index.ts'
import { InvitationLink } from './invitation-link.tsx'
import type { InvitationActs, InvitationRow } from './member-view.ts'

type InvitationListProps = {
  invitations: readonly InvitationRow[]
  acts: Pick<InvitationActs, 'resend' | 'revoke'>
}

const STATES = {
  open: { word: 'Waits', says: 'The link works.' },
  expired: { word: 'Expired', says: 'Its seven days are over. Send it again for another link.' },
  void: { word: 'Void', says: 'Who sent it may no longer invite. Send it again in your own name.' },
} as const

export function InvitationList({ invitations, acts }: InvitationListProps) {
  const [made, setMade] = useState<{ readonly email: string; readonly link: string } | null>(null)
  if (invitations.length === 0) return <p className="text-14 text-ink-2">No invitation waits.</p>
  return (
    <div className="flex flex-col gap-4">
      <Table caption="Invitations that wait">
        <TableHead>
          <tr>
            <HeadCell>Invited</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell className="max-md:hidden">Sent</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </TableHead>
        <TableBody>
          {invitations.map((invitation) => (
            <TableRow key={invitation.id}>
              <Cell className="max-w-56">
                <p className="truncate font-medium" title={invitation.email}>
                  {invitation.email}
                </p>
                <p className="truncate text-12 text-ink-3">
                  {ROLE_WORDS[invitation.role].word}
                  {invitation.invitedBy ? ` · by ${invitation.invitedBy}` : null}
                </p>
              </Cell>
              <Cell title={STATES[invitation.state].says}>
                <Badge dashed={invitation.state !== 'open'}>{STATES[invitation.state].word}</Badge>
              </Cell>
              <Cell className="whitespace-nowrap text-13 text-ink-2 max-md:hidden">
                <RelativeTime at={invitation.sentAt} />
              </Cell>
              <Cell className="whitespace-nowrap text-right">
                <Resend invitation={invitation} resend={acts.resend} onLink={setMade} />
                <Revoke invitation={invitation} revoke={acts.revoke} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {made ? <InvitationLink email={made.email} link={made.link} /> : null}
    </div>
  )
}

type ResendProps = {
  invitation: InvitationRow
  resend: InvitationActs['resend']
  onLink: (made: { email: string; link: string }) => void
}

function Resend({ invitation: { id, email }, resend, onLink }: ResendProps) {
  const router = useRouter()
  const { run, pending } = useAction(resend)

  async function send() {
    const result = await run({ invitationId: id })
    if (result === null) return
    if (!result.ok) return void toast.error(result.fault.message)
    if (result.value.link !== null) onLink({ email, link: result.value.link })
    else toast.success(`Sent to ${email} again; the link before is dead`)
    router.refresh()
  }

  return (
    <Button size="sm" variant="quiet" pending={pending} onClick={send} aria-label={`Send again to ${email}`}>
      Send again
    </Button>
  )
}

function Revoke({
  invitation: { id, email },
  revoke,
}: {
  invitation: InvitationRow
  revoke: InvitationActs['revoke']
}) {
  const router = useRouter()
  const { run } = useAction(revoke)

  async function revokeNow(): Promise<string | null> {
    const result = await run({ invitationId: id })
    if (result && !result.ok) return result.fault.message
    toast.success(`Invitation of ${email} revoked`)
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      title={`Revoke the invitation of ${email}?`}
      description="The link that was sent opens nothing from now on. You can invite them again."
      action="Revoke invitation"
      onConfirm={revokeNow}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke the invitation of ${email}`}>
          Revoke
        </Button>
      }
    />
  )
}
