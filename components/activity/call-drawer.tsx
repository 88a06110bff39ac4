'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { DecisionMark } from '#components/effect.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { exact } from '#components/ui/relative.ts'
import { type CallView, outcomeText, reasonText } from './call-view.ts'
import { RuleLink } from './calls-table.tsx'
import { Latency } from './latency.tsx'
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
}

/** One call in full: what was decided, by which rule, and what came of it. */
export function CallDrawer({ call, told, change, closeHref, detail }: CallDrawerProps) {
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
        <dl className="divide-y divide-line rounded-md border border-line">
          <Row name="Rule">
            <RuleLink call={call} />
          </Row>
          <Row name="Policy version">{call.policyVersion ?? <None />}</Row>
          <Row name="Server">
            <Link href={`/servers/${call.serverId}`} className="link">
              {call.serverName}
            </Link>
          </Row>
          <Row name="Grant">
            <Link href={`/grants/${call.grantId}`} className="link">
              {call.grantLabel}
            </Link>
          </Row>
          <Row name="Arguments">
            {call.argumentNames.length === 0 ? (
              <None />
            ) : (
              <span className="code break-words text-13">{call.argumentNames.join(', ')}</span>
            )}
          </Row>
          <Row name="Outcome">{outcomeText(call.outcome)}</Row>
          <Row name="Upstream status">{call.upstreamStatus ?? <None />}</Row>
          <Row name="Latency">
            <Latency ms={call.latencyMs} />
          </Row>
          <Row name="Method">
            <span className="code text-13">{call.method}</span>
          </Row>
          <Row name="Call id">
            <span className="flex min-w-0 items-center gap-1">
              <span className="code truncate text-13">{call.id}</span>
              <CopyButton text={call.id} label="Copy call id" iconOnly />
            </span>
          </Row>
        </dl>
        {detail ? <CodeBlock label="Record" code={detail} copyLabel="Copy record" /> : null}
        <p className="text-13 text-ink-3">Argument names are kept. Their values never are.</p>
      </div>
    </Dialog>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-4 px-3 py-1.5">
      <dt className="w-32 shrink-0 text-13 text-ink-3">{name}</dt>
      <dd className="min-w-0 flex-1 text-14">{children}</dd>
    </div>
  )
}

function None() {
  return <span className="text-ink-3">None</span>
}
