import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { DECISION_SERIES } from './decisions.tsx'
import { GrantLink } from './denied-section.tsx'
import { FigureLink } from './figure-link.tsx'
import { FigureSection } from './figure-section.tsx'
import { type Behind, type NamedView, shareText, type TallyView } from './usage-view.ts'

type GrantsSectionProps = {
  total: TallyView
  grants: readonly (TallyView & NamedView)[]
  behind: Behind
}

/** What each grant's agent asked for, the busiest first. */
export function GrantsSection({ total, grants, behind }: GrantsSectionProps) {
  const first = grants[0]
  const finding = first
    ? `${first.name} made ${shareText(first.calls, total.calls)} of all calls.`
    : 'No grant was used.'
  return (
    <FigureSection title="By grant" finding={finding}>
      <Table caption="Calls and decisions by grant">
        <TableHead>
          <tr>
            <HeadCell>Grant</HeadCell>
            <HeadCell className="text-right">Calls</HeadCell>
            {DECISION_SERIES.map(({ decision, label }) => (
              <HeadCell key={decision} className="text-right max-sm:hidden">
                {label}
              </HeadCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {grants.map((grant) => (
            <TableRow key={grant.id}>
              <Cell className="max-w-64">
                <GrantLink id={grant.id} name={grant.name} />
              </Cell>
              <Cell className="text-right">
                <FigureLink count={grant.calls} behind={{ ...behind, grant: grant.id }} what="calls" />
              </Cell>
              {DECISION_SERIES.map(({ decision, label }) => (
                <Cell key={decision} className="text-right max-sm:hidden">
                  <FigureLink
                    count={grant[decision]}
                    behind={{ ...behind, grant: grant.id, decision }}
                    what={label.toLowerCase()}
                  />
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </FigureSection>
  )
}
