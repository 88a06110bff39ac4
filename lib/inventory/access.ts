// What each tool comes to for each grant that has its server: worked out once for a policy and a tool, since grants
// under one policy differ in nothing here.
import type { Access, InventoryPolicy, InventoryTool } from '#lib/data/inventory.ts'
import { parseJson } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  type Parsed,
  type Policy,
  parseBaseline,
  parsePolicy,
  type Reach,
  reachOf,
  withBaseline,
} from '#lib/policy/index.ts'

/** One way in which grants have a tool. */
export type ToolAccess = Reach & {
  readonly policy: { readonly id: string; readonly name: string } | null
  readonly grants: readonly { readonly id: string; readonly label: string }[]
}

const BOUNDS = { maxDepth: 64, maxNodes: 1_000_000 }

/** A stored baseline, compiled; null where there is none. */
export function compiledBaseline(canonical: string | null): CompiledPolicy | null {
  if (canonical === null) return null
  const parsed = parseBaseline(parseJson(canonical, BOUNDS))
  return parsed.ok ? compileBaseline(parsed.value) : null
}

/** For every tool the ways in which grants have it, the loosest first; none where no grant has its server. */
export function accessIn(
  access: readonly Access[],
  policies: readonly InventoryPolicy[],
  baseline: CompiledPolicy | null,
): (tool: InventoryTool) => ToolAccess[] {
  const known = new Map(
    policies.map((policy) => [policy.id, { ...policy, compiled: compiledPolicy(policy, baseline) }]),
  )
  const byServer = new Map<string, Map<string | null, Access[]>>()
  for (const one of access) {
    const byPolicy = byServer.get(one.serverId) ?? new Map<string | null, Access[]>()
    byServer.set(one.serverId, byPolicy)
    byPolicy.set(one.policyId, [...(byPolicy.get(one.policyId) ?? []), one])
  }
  return ({ serverId, name, state, risk }) => {
    const { category, severity } = risk
    const facts = { name, state, category, severity, declared: [] }
    return [...(byServer.get(serverId) ?? [])]
      .map(([policyId, grants]): ToolAccess => {
        const policy = policyId === null ? undefined : known.get(policyId)
        return {
          ...reachOf(policy?.compiled ?? null, facts),
          policy: policy ? { id: policy.id, name: policy.name } : null,
          grants: grants.map(({ grantId, label }) => ({ id: grantId, label })),
        }
      })
      .toSorted((a, b) => RANK.indexOf(a.effect) - RANK.indexOf(b.effect))
  }
}

const RANK: readonly Reach['effect'][] = ['allow', 'limit', 'approve', 'deny', 'hide']

function compiledPolicy(
  { canonical }: InventoryPolicy,
  baseline: CompiledPolicy | null,
): CompiledPolicy | null {
  if (canonical === null) return null
  const parsed: Parsed<Policy> = parsePolicy(parseJson(canonical, BOUNDS))
  return parsed.ok ? withBaseline(compilePolicy(parsed.value), baseline) : null
}
