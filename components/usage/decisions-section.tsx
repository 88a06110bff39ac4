import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { Chart, type ChartStep } from './chart.tsx'
import { DECISION_SERIES, DecisionLegend } from './decisions.tsx'
import { FigureLink } from './figure-link.tsx'
import { ChartFrame, FigureSection } from './figure-section.tsx'
import { StepTime } from './step-time.tsx'
import {
  type Behind,
  callsText,
  callsUrl,
  countText,
  type StepView,
  shareText,
  type TallyView,
} from './usage-view.ts'

type DecisionsSectionProps = {
  steps: readonly StepView[]
  total: TallyView
  /** The filters of the page, for the calls behind a figure. */
  filters: Pick<Behind, 'server' | 'grant'>
  asTable: boolean
}

export function DecisionsSection({ steps, total, filters, asTable }: DecisionsSectionProps) {
  const finding =
    total.deny === 0
      ? `${callsText(total.calls)}, none denied.`
      : `${callsText(total.calls)}, of which ${shareText(total.deny, total.calls)} were denied.`
  return (
    <FigureSection title="Calls and decisions" finding={finding} legend={asTable ? null : <DecisionLegend />}>
      {asTable ? (
        <DecisionsTable steps={steps} filters={filters} />
      ) : (
        <ChartFrame>
          <Chart
            label="Calls and decisions"
            scale="count"
            steps={steps.map(
              (step): ChartStep => ({
                from: step.from.getTime(),
                until: step.until.getTime(),
                text: DECISION_SERIES.map(
                  ({ decision, label }) => `${countText(step[decision])} ${label.toLowerCase()}`,
                ).join(', '),
                href: step.calls === 0 ? null : callsUrl({ ...filters, from: step.from, until: step.until }),
              }),
            )}
            series={DECISION_SERIES.map(({ decision, shade }) => ({
              values: steps.map((step) => step[decision]),
              kind: { bar: shade },
            }))}
          />
        </ChartFrame>
      )}
    </FigureSection>
  )
}

function DecisionsTable({ steps, filters }: Pick<DecisionsSectionProps, 'steps' | 'filters'>) {
  return (
    <Table caption="Calls and decisions over time">
      <TableHead>
        <tr>
          <HeadCell>Time</HeadCell>
          <HeadCell className="text-right">Calls</HeadCell>
          {DECISION_SERIES.map(({ decision, label }) => (
            <HeadCell key={decision} className="text-right">
              {label}
            </HeadCell>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {steps.toReversed().map((step) => {
          const behind = { ...filters, from: step.from, until: step.until }
          return (
            <TableRow key={step.from.getTime()}>
              <Cell className="whitespace-nowrap text-13 text-ink-2">
                <StepTime from={step.from} until={step.until} />
              </Cell>
              <Cell className="text-right">
                <FigureLink count={step.calls} behind={behind} what="calls" />
              </Cell>
              {DECISION_SERIES.map(({ decision, label }) => (
                <Cell key={decision} className="text-right">
                  <FigureLink
                    count={step[decision]}
                    behind={{ ...behind, decision }}
                    what={label.toLowerCase()}
                  />
                </Cell>
              ))}
            </TableRow>
          )
        })}
      </TableBody>
    </Table>
  )
}
