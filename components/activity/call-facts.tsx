import Link from 'next/link'
import type { ReactNode } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { exact } from '#components/ui/relative.ts'
import { type CallView, outcomeText } from './call-view.ts'
import { RuleLink } from './calls-table.tsx'
import { Latency } from './latency.tsx'

/** What is on record of a call, each fact by its name. */
export function CallFacts({ call }: { call: CallView }) {
  return (
    <dl className="divide-y divide-line rounded-md border border-line">
      <Row name="Time">
        <time dateTime={call.at.toISOString()} suppressHydrationWarning>
          {exact(call.at)}
        </time>
      </Row>
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
  )
}

export function Row({ name, children }: { name: string; children: ReactNode }) {
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
