'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { hashesOf, type ReviewView } from './review-view.ts'

type Decision = (hashes: Record<string, string>) => Promise<ActionResult<null>>
/** What a member with the right may do with definitions. */
export type Decisions = { readonly accept: Decision; readonly reject: Decision }

type Act = (input: { serverId: string; hashes: Record<string, string> }) => Promise<ActionResult<null>>
/** The same as the page's actions. */
export type Acts = { readonly accept: Act; readonly reject: Act }

type DecideProps = {
  reviews: readonly ReviewView[]
  decisions: Decisions
  /** Of the main button. */
  label: string
  /** The one thing to do where it stands. */
  isMain?: boolean
  onDone?: () => void
}

/**
 * The two buttons under what they decide on. What was on the screen is what they name: a definition that
 * changed since is refused, and the page then shows the one there is now.
 */
export function Decide({ reviews, decisions, label, isMain, onDone }: DecideProps) {
  const router = useRouter()
  const accepting = useAction(decisions.accept)
  const rejecting = useAction(decisions.reject)
  const [first] = reviews
  const several = reviews.length > 1

  async function decide(act: typeof accepting, word: string) {
    const result = await act.run(hashesOf(reviews))
    if (result?.ok) {
      toast.success(`${several ? `${reviews.length} tools` : first?.name} ${word}`)
      onDone?.()
    }
    router.refresh()
  }

  const isAllRejected = reviews.every((review) => review.isRejected)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-3">
      <FaultProblem fault={accepting.fault ?? rejecting.fault} />
      <div className="flex flex-wrap justify-end gap-2">
        {isAllRejected ? null : (
          <Button
            variant="quiet"
            pending={rejecting.pending}
            aria-label={several ? 'Reject all' : `Reject ${first?.name}`}
            onClick={() => decide(rejecting, 'rejected')}
          >
            {several ? 'Reject all' : 'Reject'}
          </Button>
        )}
        <Button
          variant={isMain ? 'primary' : 'secondary'}
          pending={accepting.pending}
          aria-label={several ? label : `${label}: ${first?.name}`}
          onClick={() => decide(accepting, 'accepted')}
        >
          {label}
        </Button>
      </div>
    </div>
  )
}
