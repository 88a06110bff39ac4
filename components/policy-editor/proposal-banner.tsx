'use client'

import { GitPullRequest } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { proposer } from '#components/proposer.ts'
import { Button } from '#components/ui/button.tsx'
import { buttonStyle } from '#components/ui/button-style.ts'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { EditorActions, EditorProposal } from './model.ts'

type ProposalBannerProps = {
  proposal: EditorProposal
  backHref: string
  onPublish: () => void
  /** null where the member may only look. */
  dismiss: EditorActions['dismissProposal'] | null
}

/** Whose change the draft is, why, and the two ways to end it. Nothing of it is in force. */
export function ProposalBanner({ proposal, backHref, onPublish, dismiss }: ProposalBannerProps) {
  const router = useRouter()
  const { run, pending, fault } = useAction(dismiss ?? refuseAll)
  const isOpen = proposal.state === 'open'
  return (
    <div className="mx-4 mb-2 flex shrink-0 flex-wrap items-start gap-x-3 gap-y-1.5 rounded-md border border-line bg-sunken px-3 py-2 text-13 text-ink-2">
      <GitPullRequest aria-hidden className="mt-0.5 size-4 text-ink-3" />
      <div className="min-w-0 flex-1 basis-56">
        <p>
          <strong className="font-medium text-ink">
            {isOpen ? 'A proposed change, open as your draft.' : `This proposal was ${proposal.state}.`}
          </strong>{' '}
          {proposer(proposal)} asked for it <RelativeTime at={proposal.createdAt} />. Nothing of it is in
          force before you publish.
        </p>
        <p className="mt-0.5 break-words text-ink [overflow-wrap:anywhere]">“{proposal.reason}”</p>
        {fault ? <FaultProblem fault={fault} /> : null}
      </div>
      <span className="flex flex-wrap gap-2">
        <Link href={backHref} className={buttonStyle('secondary', 'sm')}>
          Back to my draft
        </Link>
        {isOpen && dismiss ? (
          <>
            <Button
              size="sm"
              pending={pending}
              onClick={async () => {
                const answer = await run({ proposalId: proposal.id })
                if (answer?.ok) router.push(backHref)
              }}
            >
              Dismiss
            </Button>
            <Button size="sm" variant="primary" onClick={onPublish}>
              Review and publish
            </Button>
          </>
        ) : null}
      </span>
    </div>
  )
}

// Never called: without a way to dismiss there is no button.
const refuseAll: EditorActions['dismissProposal'] = async () => ({ ok: true, value: null })
