// The inventory as a page shows it, and its filters as they stand in the address.
import type { EffectName } from '#components/effect.tsx'
import type { ToolRiskView } from '#components/tool-risk.tsx'

export type WayView = {
  readonly effect: EffectName
  readonly rule: string
  readonly mayPass: boolean
  readonly isBaseline: boolean
  readonly policy: { readonly id: string; readonly name: string } | null
  readonly grants: readonly { readonly id: string; readonly label: string }[]
}
export type ToolLine = {
  readonly serverId: string
  readonly serverName: string
  readonly name: string
  readonly risk: ToolRiskView
  readonly access: readonly WayView[]
  readonly lastUsedAt: Date | null
}

export type InventoryFilters = {
  readonly q?: string | undefined
  readonly server?: string | undefined
  readonly grant?: string | undefined
  readonly category?: string | undefined
  readonly severity?: string | undefined
  readonly effect?: string | undefined
  readonly unused?: string | undefined
}

/** The page's address with these filters. */
export function inventoryUrl(filters: InventoryFilters & { readonly cursor?: string | undefined }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value)
  const text = query.toString()
  return text === '' ? '/inventory' : `/inventory?${text}`
}

const SENTINELS: Readonly<Record<string, string>> = {
  '(no policy)': 'no policy',
  '(unknown tool)': 'gone from the server',
  '(hidden)': 'hidden by the policy',
  '(default deny)': 'not named by the policy',
  '(definition changed)': 'definition not accepted',
  '(baseline)/hide': 'hidden by the baseline',
}

/** The rule in words where it is no place in a document, else its pointer. */
export function ruleWords({ effect, rule }: Pick<WayView, 'effect' | 'rule'>): string {
  if (rule === '') return effect === 'allow' ? 'every call passes' : ''
  return SENTINELS[rule] ?? rule.replace('(baseline)', '')
}

/** Where the rule is written; null where it is written nowhere. */
export function ruleHref(line: Pick<ToolLine, 'serverId' | 'name'>, way: WayView): string | null {
  if (way.isBaseline) return '/inventory/baseline'
  if (way.rule === '(unknown tool)' || way.rule === '(definition changed)')
    return `/servers/${line.serverId}?${new URLSearchParams({ tool: line.name })}`
  if (!way.policy) return null
  const query = new URLSearchParams({ policy: way.policy.id, tool: line.name })
  if (way.rule.startsWith('/')) query.set('rule', way.rule)
  return `/servers/${line.serverId}/policy?${query}`
}
