import type { RiskEvidence, RiskLevel, RiskOverride } from '#components/risk-badge.tsx'

/** A tool as the catalogue pages show it; lib/data's Tool fits. */
export type ToolView = {
  readonly name: string
  readonly description: string
  readonly inputSchema: unknown
  readonly definition: string
  readonly pinnedDefinition: string | null
  readonly hash: string
  readonly category: string
  readonly severity: RiskLevel
  readonly evidence: readonly RiskEvidence[]
  /** Set by the organisation; null where the class of the definition counts. */
  readonly override: RiskOverride | null
  readonly state: 'pinned' | 'changed' | 'new' | 'gone'
  /** This very definition was looked at and turned away. */
  readonly isRejected: boolean
}

/** New and changed tools are refused until a person has looked at them; one that was rejected waits for nobody. */
export function needsAcceptance(tool: Pick<ToolView, 'state' | 'isRejected'>): boolean {
  return (tool.state === 'changed' || tool.state === 'new') && !tool.isRejected
}

export const SEVERITIES: readonly RiskLevel[] = ['Critical', 'High', 'Medium', 'Low']
const rank = (tool: ToolView) => SEVERITIES.indexOf(tool.severity)

/** What needs a person first, then the worst, then by name. */
export function byUrgency(a: ToolView, b: ToolView): number {
  return (
    Number(needsAcceptance(b)) - Number(needsAcceptance(a)) ||
    rank(a) - rank(b) ||
    a.name.localeCompare(b.name)
  )
}
