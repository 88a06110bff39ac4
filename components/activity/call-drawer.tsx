'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { DecisionMark } from '#components/effect.tsx'
import { ToolRisk } from '#components/tool-risk.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { exact } from '#components/ui/relative.ts'
import { CallFacts } from './call-facts.tsx'
import { type CallView, callUrl, reasonText } from './call-view.ts'
import type { RecordedView } from './recorded-text.ts'
import { RecordedValues } from './recorded-values.tsx'
import { Repeats } from './repeats.tsx'

type CallDrawerProps = {
  call: CallView
  /** The words the agent read; '' for an allowed call. */
  told: string
  /** What would change the decision; null where that cannot be told. */
  change: string | null
  /** The list without this call open. */
  closeHref: string
  /** Anything else that was kept, as JSON text. */
  detail: string | null
  /** What was recorded of the arguments: null for nothing, `hidden` from those below approver. */
  values: RecordedView | 'hidden' | null
}

/** One call in full: what was decided, by which rule, and what came of it. */
export function CallDrawer({ call, told, change, closeHref, detail, values }: CallDrawerProps) {
  const router = useRouter()
  return (
    <Dialog
      open
      place="side"
      title={call.tool || call.method}
      description={
        <time dateTime={call.at.toISOString()} suppressHydrationWarning>
          {exact(call.at)}
        </time>
      }
      onOpenChange={(open) => {
        if (!open) router.replace(closeHref, { scroll: false })
      }}
    >
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center gap-2">
          <DecisionMark decision={call.decision} />
          <ToolRisk risk={call.risk} />
          <span className="text-14 text-ink-2">{reasonText(call.reason)}</span>
          <Repeats repeats={call.repeats} lastAt={call.lastAt} className="text-13 text-ink-3 tabular-nums" />
        </div>
        {told ? (
          <section className="flex flex-col gap-1.5">
            <h3 className="font-medium text-13">What the agent was told</h3>
            <p className="code whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2.5 text-13">
              {told}
            </p>
          </section>
        ) : null}
        {change === null ? null : (
          <section className="flex flex-col gap-1.5">
            <h3 className="font-medium text-13">What would change this</h3>
            <p className="break-words text-14 text-ink-2">{change}</p>
          </section>
        )}
        <CallFacts call={call} />
        <RecordedValues values={values} serverId={call.serverId} isFolded={call.repeats > 1} />
        {detail ? <CodeBlock label="Record" code={detail} copyLabel="Copy record" /> : null}
        <Link href={callUrl(call)} className="link self-start text-14">
          Open as a page
        </Link>
      </div>
    </Dialog>
  )
}
