'use client'

import { useId, useMemo, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { changesOf } from '../board/changes.ts'
import type { EditorVersion, Refused, ToolSummary } from '../model.ts'
import { OpeningsConfirmation } from '../publish/openings-confirmation.tsx'
import { dangerousOpenings } from '../publish/widening.ts'
import { Difference } from './difference.tsx'
import { written } from './written.ts'

type RollBackDialogProps = {
  /** null: closed. */
  version: EditorVersion | null
  current: EditorVersion | null
  tools: ReadonlyMap<string, ToolSummary>
  onClose: () => void
  /** Null once it is in force. */
  onRollBack: (version: EditorVersion) => Promise<Refused | null>
}

/** An older text becomes the next version: what that changes, and one button. */
export function RollBackDialog(props: RollBackDialogProps) {
  const { version, current } = props
  if (version === null || current === null) return null
  return <Confirmation {...props} version={version} current={current} />
}

type ConfirmationProps = RollBackDialogProps & { version: EditorVersion; current: EditorVersion }

function Confirmation({ version, current, tools, onClose, onRollBack }: ConfirmationProps) {
  const form = useId()
  const [pending, startTransition] = useTransition()
  const [fault, setFault] = useState<Refused | null>(null)
  const before = useMemo(() => written(current.source), [current])
  const after = useMemo(() => written(version.source), [version])
  const changes = useMemo(
    () => changesOf(before.policy, after.policy, [...tools.values()]),
    [before, after, tools],
  )
  function rollBack() {
    startTransition(async () => {
      const refused = await onRollBack(version)
      if (refused === null) onClose()
      else setFault(refused)
    })
  }
  return (
    <Dialog
      title={`Roll back to version ${version.number}`}
      description={`Its text is published again, as version ${current.number + 1}. Version ${current.number} stays in the history, and your draft is one undo away.`}
      size="lg"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button variant="primary" type="submit" form={form} pending={pending}>
            Roll back
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Difference before={before} after={after} tools={tools} changes={changes} />
        <OpeningsConfirmation id={form} openings={dangerousOpenings(changes, tools)} onSubmit={rollBack} />
        {fault === null ? null : <Problem requestId={fault.requestId}>{fault.message}</Problem>}
      </div>
    </Dialog>
  )
}
