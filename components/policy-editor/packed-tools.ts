// The summaries of a server's tools as columns. What crosses to the browser as a component's props is
// walked value by value: five thousand values of a large server are a pause that everybody sees.
import type { RiskOverride } from '#components/risk-badge.tsx'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import type { ToolSummary } from './model.ts'

const STATES = ['pinned', 'changed', 'new', 'gone'] as const satisfies readonly ToolSummary['state'][]

export type PackedTools = {
  readonly names: readonly string[]
  /** A digit for each tool: its place in the list of categories; likewise below. */
  readonly categories: string
  readonly severities: string
  readonly states: string
  /** 1 where the definition was turned away, else 0. */
  readonly rejected: string
  /** Of the few whose category the organisation set, by the tool's place. */
  readonly overrides: readonly (readonly [number, RiskOverride])[]
}

export function packTools(tools: readonly ToolSummary[]): PackedTools {
  const digits = (of: (tool: ToolSummary) => number) => tools.map(of).join('')
  return {
    names: tools.map((tool) => tool.name),
    categories: digits((tool) => CATEGORIES.indexOf(tool.category)),
    severities: digits((tool) => SEVERITIES.indexOf(tool.severity)),
    states: digits((tool) => STATES.indexOf(tool.state)),
    rejected: digits((tool) => (tool.isRejected ? 1 : 0)),
    overrides: tools.flatMap(({ override }, at) => (override ? [[at, override] as const] : [])),
  }
}

export function unpackTools({
  names,
  categories,
  severities,
  states,
  rejected,
  overrides,
}: PackedTools): readonly ToolSummary[] {
  const overrideAt = new Map(overrides)
  return names.map((name, at) => {
    const state = STATES[Number(states[at])] ?? 'changed'
    const category = CATEGORIES[Number(categories[at])] ?? 'Other'
    const severity = SEVERITIES[Number(severities[at])] ?? 'Critical'
    const override = overrideAt.get(at)
    return {
      ...{ name, category, severity, state },
      ...(override && { override }),
      ...(rejected[at] === '1' ? { isRejected: true } : {}),
    }
  })
}
