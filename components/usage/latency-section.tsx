import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { Chart, type ChartStep } from './chart.tsx'
import { FigureLink } from './figure-link.tsx'
import { ChartFrame, FigureSection } from './figure-section.tsx'
import { StepTime } from './step-time.tsx'
import {
  type Behind,
  callsText,
  callsUrl,
  countText,
  type LatencyView,
  msText,
  type StepView,
} from './usage-view.ts'

const LINES = [
  { part: 'upstream', at: 'p95', label: 'Server p95', line: 'ink', isDashed: false },
  { part: 'upstream', at: 'p50', label: 'Server p50', line: 'ink', isDashed: true },
  { part: 'gateway', at: 'p95', label: 'Gateway p95', line: 'soft', isDashed: false },
  { part: 'gateway', at: 'p50', label: 'Gateway p50', line: 'soft', isDashed: true },
] as const

type LatencySectionProps = {
  steps: readonly StepView[]
  latency: LatencyView
  filters: Pick<Behind, 'server' | 'grant'>
  asTable: boolean
}

export function LatencySection({ steps, latency, filters, asTable }: LatencySectionProps) {
  return (
    <FigureSection title="Latency" finding={findingOf(latency)} legend={asTable ? null : <LatencyLegend />}>
      {asTable ? (
        <LatencyTable steps={steps} filters={filters} />
      ) : (
        <ChartFrame>
          <Chart
            label="Latency"
            scale="ms"
            steps={steps.map(
              (step): ChartStep => ({
                from: step.from.getTime(),
                until: step.until.getTime(),
                text: stepLatency(step.latency),
                href: step.latency.measured === 0 ? null : callsUrl(behindOf(step, filters)),
              }),
            )}
            series={LINES.map(({ part, at, line, isDashed }) => ({
              values: steps.map(({ latency }) => latency[part]?.[at] ?? null),
              kind: { line, isDashed },
            }))}
          />
        </ChartFrame>
      )}
    </FigureSection>
  )
}

/** Forwarded calls are those that were allowed. */
function behindOf({ from, until }: StepView, filters: Pick<Behind, 'server' | 'grant'>): Behind {
  return { ...filters, decision: 'allow', from, until }
}

function findingOf({ measured, gateway, upstream }: LatencyView): string {
  if (gateway === null || upstream === null) return 'No forwarded call was measured.'
  return `Half of ${callsText(measured)} took the server ${msText(upstream.p50)} or less and the gateway ${msText(gateway.p50)}; 95 of 100 took ${msText(upstream.p95)} and ${msText(gateway.p95)}.`
}

function stepLatency({ measured, ...latency }: LatencyView): string {
  if (measured === 0) return 'no forwarded call'
  const texts = LINES.map(({ part, at, label }) => `${label} ${msText(latency[part]?.[at] ?? 0)}`)
  return `${texts.join(', ')} of ${callsText(measured)}`
}

function LatencyLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-2">
      {LINES.map(({ label, line, isDashed }) => (
        <li key={label} className="flex items-center gap-1.5">
          <svg
            aria-hidden
            viewBox="0 0 20 4"
            className={line === 'ink' ? 'h-1 w-5 text-ink' : 'h-1 w-5 text-line-strong'}
          >
            <path
              d="M0 2h20"
              stroke="currentColor"
              strokeWidth="2.5"
              strokeDasharray={isDashed ? '5 3' : undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}

function LatencyTable({ steps, filters }: Pick<LatencySectionProps, 'steps' | 'filters'>) {
  return (
    <Table caption="Latency over time, split between the server and the gateway">
      <TableHead>
        <tr>
          <HeadCell>Time</HeadCell>
          <HeadCell className="text-right">Allowed</HeadCell>
          <HeadCell className="text-right">Measured</HeadCell>
          {LINES.map(({ label }) => (
            <HeadCell key={label} className="text-right">
              {label}
            </HeadCell>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {steps.toReversed().map((step) => (
          <TableRow key={step.from.getTime()}>
            <Cell className="whitespace-nowrap text-13 text-ink-2">
              <StepTime from={step.from} until={step.until} />
            </Cell>
            <Cell className="text-right">
              <FigureLink count={step.allow} behind={behindOf(step, filters)} what="allowed" />
            </Cell>
            <Cell className="text-right text-ink-2">{countText(step.latency.measured)}</Cell>
            {LINES.map(({ part, at, label }) => {
              const ms = step.latency[part]?.[at]
              return (
                <Cell key={label} className="whitespace-nowrap text-right">
                  {ms === undefined ? <span className="text-ink-3">–</span> : msText(ms)}
                </Cell>
              )
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
