'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { ToolView } from './tool-view.ts'

type Accept = (hashes: Record<string, string>) => Promise<ActionResult<null>>
type AcceptToolsProps = {
  waiting: readonly ToolView[]
  accept: Accept | null
  onReview: (name: string) => void
}

/** Tools whose definition nobody has accepted yet. Their calls are refused meanwhile. */
export function AcceptTools({ waiting, accept, onReview }: AcceptToolsProps) {
  const first = waiting[0]
  if (!first) return null
  const several = waiting.length > 1
  return (
    <Notice
      title={
        several
          ? `${waiting.length} tools are new or have changed`
          : `${first.name} ${first.state === 'new' ? 'is new' : 'has changed'}`
      }
    >
      <p>
        Calls to {several ? 'them are' : 'it are'} refused until you accept the definition that the server
        gives now.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onReview(first.name)}>
          Review
        </Button>
        {accept ? (
          <AcceptButton tools={waiting} accept={accept} label={several ? 'Accept all' : 'Accept'} />
        ) : null}
      </div>
    </Notice>
  )
}

type AcceptButtonProps = {
  tools: readonly ToolView[]
  accept: Accept
  label: string
  variant?: 'primary' | 'secondary'
  onDone?: () => void
}

export function AcceptButton({ tools, accept, label, variant, onDone }: AcceptButtonProps) {
  const router = useRouter()
  const { run, pending, fault } = useAction(accept)

  async function submit() {
    // What was on the screen is what is accepted: a definition that changed since is refused.
    const result = await run(Object.fromEntries(tools.map((tool) => [tool.name, tool.hash])))
    if (result?.ok) {
      toast.success(tools.length === 1 ? `${tools[0]?.name} accepted` : `${tools.length} tools accepted`)
      onDone?.()
    }
    router.refresh()
  }

  return (
    <>
      <Button size="sm" variant={variant} pending={pending} onClick={submit}>
        {label}
      </Button>
      <FaultProblem fault={fault} />
    </>
  )
}
