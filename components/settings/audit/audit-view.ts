import type { ToolRiskView } from '#components/tool-risk.tsx'

export type ChangeView = {
  readonly what: string
  readonly before: string | null
  readonly after: string | null
}
export type EntryView = {
  readonly id: string
  readonly sequence: number | null
  readonly at: Date
  readonly who: string
  /** How: by which key, from which address, in which request. */
  readonly through: string
  readonly action: string
  readonly deed: string
  readonly subject: string
  /** Of the tool that it is about, where that is known. */
  readonly risk: ToolRiskView | null
  readonly changes: readonly ChangeView[]
}

export type AuditFilters = {
  readonly actor?: string | undefined
  readonly kind?: string | undefined
  /** Days, as 2026-03-01, in UTC; `to` is the last one. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** What can be looked for; the noun before the dot of an action. */
export const AUDIT_KINDS = [
  { value: 'session', label: 'Sign-ins' },
  { value: 'access', label: 'Refused access' },
  { value: 'member', label: 'Members' },
  { value: 'api_key', label: 'API keys' },
  { value: 'organisation', label: 'Organisation' },
  { value: 'server', label: 'Servers' },
  { value: 'connector', label: 'Connectors' },
  { value: 'tools', label: 'Tools' },
  { value: 'tool', label: 'Categories of tools' },
  { value: 'policy', label: 'Policies' },
  { value: 'baseline', label: 'Baseline' },
  { value: 'grant', label: 'Grants' },
  { value: 'approval', label: 'Approvals' },
  { value: 'allowance', label: 'Allowances' },
  { value: 'channel', label: 'Notifications' },
  { value: 'calls', label: 'Calls: exports, purges' },
  { value: 'audit', label: 'Audit: exports, purges' },
] as const

export function auditUrl(filters: AuditFilters & { readonly cursor?: string | undefined }): string {
  const query = new URLSearchParams()
  for (const key of ['actor', 'kind', 'from', 'to', 'cursor'] as const) {
    const value = filters[key]
    if (value) query.set(key, value)
  }
  const text = query.toString()
  return text === '' ? '/settings/audit' : `/settings/audit?${text}`
}

/** A whole day of the calendar, or undefined for what is none. */
export function dayIn(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : undefined
}
