import Link from 'next/link'
import type { ReactNode } from 'react'
import { DecisionMark } from '#components/effect.tsx'
import { ToolRisk } from '#components/tool-risk.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Section } from '#components/ui/section.tsx'
import { type CallApproval, CallApprovalFacts } from './call-approval.tsx'
import { CallFacts } from './call-facts.tsx'
import { type CallLine, type CallView, callUrl, reasonText } from './call-view.ts'
import { CallsTable, RuleLink } from './calls-table.tsx'
import type { RecordedView } from './recorded-text.ts'
import { RecordedValues } from './recorded-values.tsx'
import { Repeats } from './repeats.tsx'

type CallPageProps = {
  call: CallView
  /** The words the agent read; '' for an allowed call. */
  told: string
  explanation: { person: string; ruleText: string | null; change: string | null }
  approval: CallApproval | null
  /** What was recorded of the arguments: null for nothing, `hidden` from those below approver. */
  values: RecordedView | 'hidden' | null
  /** Of the same grant, newest first. */
  before: readonly CallLine[]
  after: readonly CallLine[]
  /** Anything else that was kept. */
  detail: unknown
}

/** Everything that is on record of one call, and why it was decided so. */
export function CallPage({
  call,
  told,
  explanation,
  approval,
  values,
  before,
  after,
  detail,
}: CallPageProps) {
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <DecisionMark decision={call.decision} />
          <ToolRisk risk={call.risk} />
          <span className="text-14 text-ink-2">{reasonText(call.reason)}</span>
          <Repeats repeats={call.repeats} lastAt={call.lastAt} className="text-13 text-ink-3 tabular-nums" />
        </div>
        <p className="max-w-3xl break-words text-14">{explanation.person}</p>
      </div>
      <div>
        {told === '' ? null : (
          <Section title="What the agent was told">
            <p className="code whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2.5 text-13">
              {told}
            </p>
          </Section>
        )}
        {explanation.change === null ? null : (
          <Section title="What would change this">
            <p className="break-words text-14 text-ink-2">{explanation.change}</p>
          </Section>
        )}
        <Section title="The rule">
          <div className="flex flex-col gap-3">
            <p className="flex flex-wrap items-baseline gap-x-2 text-14">
              <RuleLink call={call} />
              {call.policyVersion === null ? null : (
                <span className="text-13 text-ink-3">of version {call.policyVersion}, which decided</span>
              )}
            </p>
            {explanation.ruleText === null ? null : (
              <CodeBlock label="Rule" code={explanation.ruleText} copyLabel="Copy rule" />
            )}
          </div>
        </Section>
        <Section title="The call">
          <CallFacts call={call} />
        </Section>
        {approval === null ? null : (
          <Section title="The approval">
            <CallApprovalFacts approval={approval} />
          </Section>
        )}
        <Section title="Arguments">
          <RecordedValues values={values} serverId={call.serverId} isFolded={call.repeats > 1} />
        </Section>
        {isEmpty(detail) ? null : (
          <Section title="Details of the record">
            <CodeBlock label="Record" code={JSON.stringify(detail, null, 2)} copyLabel="Copy record" />
          </Section>
        )}
      </div>
      <section aria-labelledby="around" className="flex flex-col gap-3">
        <h2 id="around" className="font-semibold text-14">
          Before and after, of {call.grantLabel}
        </h2>
        <Around calls={[...after, ...before]} grantId={call.grantId}>
          <CallsTable
            calls={[...after, call, ...before]}
            hrefOf={callUrl}
            current={call.id}
            without="grant"
          />
        </Around>
      </section>
    </div>
  )
}

function Around(props: { calls: readonly CallLine[]; grantId: string; children: ReactNode }) {
  if (props.calls.length === 0)
    return <p className="text-14 text-ink-3">No other call of this grant is near.</p>
  return (
    <div className="flex flex-col gap-3">
      {props.children}
      <Link href={`/activity?grant=${props.grantId}`} className="link self-start text-14">
        All calls of this grant
      </Link>
    </div>
  )
}

function isEmpty(detail: unknown): boolean {
  return typeof detail !== 'object' || detail === null || Object.keys(detail).length === 0
}
