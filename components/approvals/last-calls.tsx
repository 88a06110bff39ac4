import Link from 'next/link'
import { type CallView, reasonText } from '#components/activity/call-view.ts'
import { DecisionMark } from '#components/effect.tsx'
import { ToolRisk } from '#components/tool-risk.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'

type LastCallsProps = { calls: readonly CallView[]; grantId: string }

/** What the same grant did before it asked. */
export function LastCalls({ calls, grantId }: LastCallsProps) {
  return (
    <section aria-label="Last calls of this grant" className="flex flex-col gap-2">
      <h2 className="font-semibold text-14">Last calls of this grant</h2>
      {calls.length === 0 ? (
        <p className="text-13 text-ink-2">None on record.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {calls.map((call) => (
            <li key={call.id} className="flex items-center gap-3 px-3 py-2">
              <Link href={`/activity?call=${call.id}`} className="code min-w-0 flex-1 truncate text-13">
                {call.tool || call.method}
              </Link>
              <ToolRisk risk={call.risk} compact />
              <span title={reasonText(call.reason)}>
                <DecisionMark decision={call.decision} />
              </span>
              <span className="w-20 text-right text-12 text-ink-3">
                <RelativeTime at={call.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Link href={`/activity?grant=${grantId}`} className="link text-13">
        All its calls
      </Link>
    </section>
  )
}
