'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type DeleteOrganisationProps = {
  name: string
  graceDays: number
  /** null: it stays. */
  deletion: { readonly dueAt: Date; readonly askedBy: string | null } | null
  mayChange: boolean
  ask: (input: { name: string }) => Promise<ActionResult<{ readonly dueAt: Date }>>
  takeBack: (input: Record<string, never>) => Promise<ActionResult<null>>
}

/** The end of an organisation: stopped at once, gone in a week, and until then taken back. */
export function DeleteOrganisation(props: DeleteOrganisationProps) {
  const { deletion, mayChange } = props
  if (deletion) return <Going {...props} deletion={deletion} />
  if (!mayChange) return <p className="text-14 text-ink-2">It takes an owner to delete the organisation.</p>
  return <Ask {...props} />
}

function Ask({ name, graceDays, ask }: DeleteOrganisationProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const confirmed = useConfirmed(ask)

  async function askNow(): Promise<string | null> {
    const result = await confirmed({ name }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    router.refresh()
    return null
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-14 text-ink-2">
        All calls are stopped at once. After {graceDays} days its servers, policies, grants, calls and members
        are deleted for good; until then every owner can take it back.
      </p>
      <div>
        <AlertDialog
          open={open}
          onOpenChange={setOpen}
          title={`Delete ${name}?`}
          description={`Every call of every grant is refused from now on, and in ${graceDays} days everything is deleted. The sealed record stays with whoever runs this installation.`}
          action="Delete organisation"
          typeToConfirm={name}
          onConfirm={askNow}
          trigger={<Button variant="danger">Delete organisation</Button>}
        />
      </div>
    </div>
  )
}

type GoingProps = DeleteOrganisationProps & { deletion: NonNullable<DeleteOrganisationProps['deletion']> }

function Going({ deletion, mayChange, takeBack }: GoingProps) {
  const router = useRouter()
  const { run, pending, fault } = useAction(takeBack)

  async function keep() {
    const result = await run({})
    if (!result?.ok) return
    toast.success('The organisation stays. Its calls are stopped until the stop is lifted.')
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <Notice title="This organisation is being deleted">
        It goes <RelativeTime at={deletion.dueAt} />, with everything in it.
        {deletion.askedBy ? ` ${deletion.askedBy} asked for it.` : null} Its calls are stopped; they stay so
        until the emergency stop above is lifted.
      </Notice>
      <FaultProblem fault={fault} />
      <div>
        {mayChange ? (
          <Button variant="primary" onClick={keep} pending={pending}>
            Keep the organisation
          </Button>
        ) : (
          <p className="text-14 text-ink-2">It takes an owner to keep it.</p>
        )}
      </div>
    </div>
  )
}
