import { RiskBadge, type RiskLevel } from './risk-badge.tsx'

/** What counts for a tool that a row names, as the catalogue has it now. */
export type ToolRiskView = {
  readonly category: string
  readonly severity: RiskLevel
  /** The organisation set it. */
  readonly isSet: boolean
}

/** The risk beside a tool's name; nothing where the tool is not known. `compact` is the glyph alone on small screens. */
export function ToolRisk({ risk, compact }: { risk: ToolRiskView | null; compact?: boolean }) {
  if (risk === null) return null
  return (
    <RiskBadge
      severity={risk.severity}
      category={risk.category}
      isSet={risk.isSet}
      {...(compact && { compact })}
    />
  )
}
