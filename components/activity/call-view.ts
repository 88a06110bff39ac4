import type { ToolRiskView } from '#components/tool-risk.tsx'
import type { LiveCall } from '#lib/live/index.ts'

export type CallView = {
  readonly id: string
  readonly at: Date
  readonly serverId: string
  readonly serverName: string
  readonly grantId: string
  readonly grantLabel: string
  readonly method: string
  readonly tool: string
  /** null where the tool is not known (any more). */
  readonly risk: ToolRiskView | null
  readonly decision: 'allow' | 'deny' | 'await'
  /** A JSON Pointer into the document, a sentinel such as `(default deny)`, or '' where no rule decided. */
  readonly rule: string
  readonly reason: string
  readonly message: string
  readonly outcome: string
  readonly upstreamStatus: number | null
  readonly latencyMs: number | null
  readonly argumentNames: readonly string[]
  readonly policyId: string | null
  readonly policyVersion: number | null
  /** How many equal refusals this row stands for; 1 for every other call. */
  readonly repeats: number
  /** When the last of them came; null for a single one. */
  readonly lastAt: Date | null
}

/** The filters of the activity page, as they stand in its URL. */
export type CallFilters = {
  readonly server?: string
  readonly grant?: string
  readonly tool?: string
  readonly decision?: CallView['decision']
  readonly rule?: string
  /** Instants as ISO texts: from the first on, and before the second. */
  readonly from?: string
  readonly to?: string
}

const DECISIONS = ['allow', 'deny', 'await'] as const

/** The filters in an address; a decision that there is none of filters nothing. */
export function activityFilters(query: Readonly<Record<keyof CallFilters, string | undefined>>): CallFilters {
  const { server, grant, tool, rule } = query
  const decision = DECISIONS.find((each) => each === query.decision)
  return { server, grant, tool, decision, rule, from: instantOf(query.from), to: instantOf(query.to) }
}

/** An instant as this page writes it into its address; a text that is none counts as absent. */
function instantOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** The activity page's address with these filters. */
export function activityUrl(filters: CallFilters & { cursor?: string; call?: string }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value)
  const text = query.toString()
  return text === '' ? '/activity' : `/activity?${text}`
}

/** What a row of the table shows of a call. */
export type CallLine = Omit<CallView, 'message' | 'upstreamStatus' | 'argumentNames'>

/** A call as an open page is told of it. */
export function lineOf(call: LiveCall): CallLine {
  return { ...call, at: new Date(call.at), lastAt: call.lastAt === null ? null : new Date(call.lastAt) }
}

/** The page of one call. */
export function callUrl(call: Pick<CallView, 'id'>): string {
  return `/activity/${call.id}`
}

/** The history as a file. */
export function exportUrl(filters: CallFilters, format: 'csv' | 'ndjson'): string {
  return activityUrl({ ...filters }).replace(/^\/activity\??/, `/activity/export?format=${format}&`)
}

/** Where the rule that decided stands: the baseline, or the editor at that place of the version that decided. */
export function ruleUrl(
  call: Pick<CallView, 'serverId' | 'tool' | 'rule'> & Partial<Pick<CallView, 'policyId' | 'policyVersion'>>,
): string {
  if (call.rule.startsWith('(baseline)')) return '/inventory/baseline'
  const query = new URLSearchParams()
  if (call.policyId) query.set('policy', call.policyId)
  if (call.policyVersion) query.set('version', String(call.policyVersion))
  query.set('tool', call.tool)
  if (call.rule.startsWith('/')) query.set('rule', call.rule)
  return `/servers/${call.serverId}/policy?${query}`
}

const REASONS: Record<string, string> = {
  allowed: 'Allowed by the policy',
  stopped: 'An emergency stop held',
  'no-policy': 'The grant has no policy for this server',
  'unknown-tool': 'The server does not offer this tool',
  hidden: 'The tool is hidden',
  'definition-changed': 'Its definition has not been accepted',
  'not-listed': 'No entry names the tool, and the default is deny',
  'undeclared-argument': 'An argument is not in the tool’s schema',
  'requirement-unmet': 'A requirement was not met',
  'condition-met': 'A deny condition was met',
  'approval-needed': 'A person has to approve it',
  'approval-denied': 'A person denied it',
  'too-many-approvals': 'Too many calls of the grant wait for a person',
  'limit-reached': 'A limit was reached',
  'amount-unusable': 'The amount to count was not a usable number',
  'method-not-allowed': 'The policy does not allow this method',
}

/** A reason code as a sentence; a code unknown here is shown as it is. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? reason
}

/** "×37 until 12:03:22", in the reader's locale and zone where none are given. */
export function repeatsText(repeats: number, lastAt: Date, locale?: string, timeZone?: string): string {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(lastAt)
  return `×${new Intl.NumberFormat(locale).format(repeats)} until ${time}`
}

const OUTCOMES: Record<string, string> = {
  refused: 'Not forwarded',
  open: 'Not answered yet',
  ok: 'Answered',
  tool_error: 'Answered with an error',
  protocol_error: 'Protocol error',
  upstream_error: 'Server failed',
  cancelled: 'Cancelled by the client',
  stopped: 'Ended here while it was under way',
  not_sent: 'Not sent',
  unknown: 'Unknown',
}

/** What became of the call, in words. */
export function outcomeText(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome
}
