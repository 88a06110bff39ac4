'use client'

import { useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { Notice } from '#components/ui/notice.tsx'

export type Fate = {
  readonly id: string
  readonly name: string
  readonly fate: 'goes' | 'needs-owner' | 'stays'
  readonly grants: number
}
type DeleteAccountProps = {
  email: string
  fates: readonly Fate[]
  remove: (input: { email: string }) => Promise<ActionResult<null>>
}

/** The end of an account: what goes along is said before. */
export function DeleteAccount({ email, fates, remove }: DeleteAccountProps) {
  const [open, setOpen] = useState(false)
  const confirmed = useConfirmed(remove)
  const orphaned = fates.filter(({ fate }) => fate === 'needs-owner')

  async function removeNow(): Promise<string | null> {
    const result = await confirmed({ email }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    // A whole new page: nothing of the signed-in one is kept.
    window.location.assign('/')
    return null
  }

  if (orphaned.length > 0)
    return (
      <Notice title="Somebody must own what you leave">
        You are the only owner of {namesOf(orphaned)}, and others are in it. Make one of them an owner, or
        delete the organisation in its settings; then you can delete your account.
      </Notice>
    )
  return (
    <>
      <FateList fates={fates} />
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title="Delete your account?"
        description={
          <>
            You are signed out everywhere at once. <FateList fates={fates} /> This cannot be undone.
          </>
        }
        action="Delete account"
        typeToConfirm={email}
        onConfirm={removeNow}
        trigger={<Button variant="danger">Delete account</Button>}
      />
    </>
  )
}

function FateList({ fates }: { fates: readonly Fate[] }) {
  return (
    <ul className="mb-4 list-disc pl-5 text-14 text-ink-2">
      {fates.map(({ id, name, fate, grants }) => (
        <li key={id}>
          {fate === 'goes'
            ? `${name} is deleted with its servers, policies, grants and calls: nobody else is in it.`
            : `${name} stays. ${grantsText(grants)}`}
        </li>
      ))}
      <li>Your API keys, passkeys and drafts are deleted.</li>
    </ul>
  )
}

function grantsText(grants: number): string {
  if (grants === 0) return 'No grant of yours is in use there.'
  return grants === 1
    ? 'The grant that you made there stops working.'
    : `The ${grants} grants that you made there stop working.`
}

function namesOf(fates: readonly Fate[]): string {
  return fates.map(({ name }) => name).join(', ')
}
