// What the recommended policy does with a server's tools. Loaded once it is wanted: the language comes with it.
import type { RiskLevel } from '#components/risk-badge.tsx'
import {
  LANES,
  type LaidOut,
  type Lane,
  parsePolicyText,
  placementIn,
  recommendedPolicy,
} from '#lib/policy/index.ts'

export type RecommendedLanes = {
  /** How many tools stand in each lane that has some. */
  readonly counts: readonly { readonly lane: Lane; readonly tools: number }[]
  /** Tools of a high or critical risk that agents may call nevertheless. */
  readonly open: readonly { readonly name: string; readonly severity: RiskLevel; readonly lane: Lane }[]
}

export function recommendedLanes(
  tools: readonly (LaidOut & { readonly severity: RiskLevel })[],
): RecommendedLanes | null {
  const parsed = parsePolicyText(recommendedPolicy(tools), 'json')
  if (!parsed.ok) return null
  const place = placementIn(parsed.value.policy)
  const placed = tools.map(({ name, severity }) => ({ name, severity, lane: place(name).lane }))
  const isRisky = (severity: RiskLevel) => severity === 'High' || severity === 'Critical'
  return {
    counts: LANES.map((lane) => ({ lane, tools: placed.filter((tool) => tool.lane === lane).length })).filter(
      (each) => each.tools > 0,
    ),
    open: placed.filter(({ severity, lane }) => isRisky(severity) && (lane === 'allow' || lane === 'limit')),
  }
}
