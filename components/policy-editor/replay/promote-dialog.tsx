'use client'

import { useId, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Problem } from '#components/ui/problem.tsx'
import type { Change } from '../board/changes.ts'
import type { EditorVersion, Refused, ToolSummary } from '../model.ts'
import { OpeningsConfirmation } from '../publish/openings-confirmation.tsx'
import { dangerousOpenings } from '../publish/widening.ts'
import { Difference } from '../versions/difference.tsx'
import { written } from '../versions/written.ts'

type PromoteDialogProps = {
  source: string
  current: EditorVersion
  changes: readonly Change[]
  tools: ReadonlyMap<string, ToolSummary>
  onClose: () => void
  /** Null once it is in force. */
  onPromote: () => Promise<Refused | null>
}

/** Asked where promoting a draft opens a tool of High or Critical severity, as publishing would ask. */
export function PromoteDialog({ source, current, changes, tools, onClose, onPromote }: PromoteDialogProps) {
  const form = useId()
  const [pending, startTransition] = useTransition()
  const [fault, setFault] = useState<Refused | null>(null)
  function promote() {
    startTransition(async () => {
      const refused = await onPromote()
      if (refused === null) onClose()
      else setFault(refused)
    })
  }
  return (
    <Dialog
      title="Promote the draft in shadow"
      description={`It becomes version ${current.number + 1}, in force from the next call on.`}
      size="lg"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button variant="primary" type="submit" form={form} pending={pending}>
            Promote
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Difference
          before={written(current.source)}
          after={written(source)}
          tools={tools}
          changes={changes}
        />
        <OpeningsConfirmation id={form} openings={dangerousOpenings(changes, tools)} onSubmit={promote} />
        {fault === null ? null : <Problem requestId={fault.requestId}>{fault.message}</Problem>}
      </div>
    </Dialog>
  )
}
