import Link from 'next/link'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { FigureLink } from './figure-link.tsx'
import {
  type Behind,
  type LatencyView,
  msText,
  type StepView,
  type TallyView,
  usageUrl,
} from './usage-view.ts'

type UsageStripProps = {
  total: TallyView
  latency: LatencyView
  steps: readonly StepView[]
  of: { readonly server: string } | { readonly grant: string }
}

const HEIGHT = 28

/** Seven days of one server or grant in a line. */
export function UsageStrip({ total, latency, steps, of }: UsageStripProps) {
  const first = steps[0]
  const last = steps.at(-1)
  if (!first || !last) return null
  const behind: Behind = { ...of, from: first.from, until: last.until }
  return (
    <section
      aria-label="Usage of the last 7 days"
      className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 rounded-md border border-line bg-surface px-4 py-2.5 text-13"
    >
      <Bars steps={steps} />
      <p className="text-ink-2">
        <FigureLink count={total.calls} behind={behind} what="calls in 7 days" /> calls in 7 days
      </p>
      <p className="text-ink-2">
        <FigureLink count={total.deny} behind={{ ...behind, decision: 'deny' }} what="denied in 7 days" />{' '}
        denied
      </p>
      {latency.upstream && latency.gateway ? (
        <p className="text-ink-2">
          p95 {msText(latency.upstream.p95)} server, {msText(latency.gateway.p95)} gateway
        </p>
      ) : null}
      <Link href={usageUrl({ range: '7d', ...of })} prefetch={false} className="link ml-auto">
        See usage
      </Link>
    </section>
  )
}

/** Its place while it is read. */
export function StripSkeleton() {
  return <Skeleton className="mb-4 h-12" />
}

/** Decoration: the figures beside it say what it shows. */
function Bars({ steps }: { steps: readonly StepView[] }) {
  const most = Math.max(1, ...steps.map(({ calls }) => calls))
  const heightOf = (calls: number) => (calls / most) * HEIGHT
  return (
    <span aria-hidden className="flex items-center gap-2 max-sm:hidden">
      <svg aria-hidden viewBox={`0 0 ${steps.length * 4} ${HEIGHT}`} className="h-7 w-28 text-ink">
        {steps.map(({ from, calls, deny }, step) => (
          <g key={from.getTime()}>
            <rect
              x={step * 4}
              width="3"
              y={HEIGHT - heightOf(calls - deny)}
              height={heightOf(calls - deny)}
              className="fill-line-strong"
            />
            <rect
              x={step * 4}
              width="3"
              y={HEIGHT - heightOf(calls)}
              height={heightOf(deny)}
              fill="currentColor"
            />
          </g>
        ))}
      </svg>
    </span>
  )
}
