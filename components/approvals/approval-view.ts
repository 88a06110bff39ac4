export type ApprovalState = 'used' | 'denied' | 'void' | 'expired' | 'waiting' | 'usable'

export type ApprovalView = {
  readonly id: string
  readonly state: ApprovalState
  readonly stateReason: string
  readonly grantId: string
  readonly grantLabel: string
  readonly serverId: string
  readonly serverName: string
  readonly tool: string
  readonly category: string | null
  readonly severity: string | null
  readonly policyId: string | null
  readonly policyVersion: number | null
  readonly rule: string
  readonly reason: string
  readonly client: string
  readonly callText: string
  readonly callBytes: number
  readonly callDigest: string
  readonly isCut: boolean
  readonly askedAt: Date
  readonly lastAskedAt: Date
  readonly requests: number
  readonly expiresAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decidedReason: string
  readonly usedAt: Date | null
  readonly usedCallId: string | null
  readonly allowanceId: string | null
  readonly escalatedAt: Date | null
  readonly escalatedToId: string | null
  readonly escalatedTo: string | null
}

export const STATE_WORDS: Readonly<Record<ApprovalState, string>> = {
  waiting: 'Waiting',
  usable: 'Approved',
  used: 'Approved, has run',
  denied: 'Denied',
  expired: 'Expired',
  void: 'Void',
}

export const SEVERITIES = ['Low', 'Medium', 'High', 'Critical'] as const

export function severityOf({ severity }: Pick<ApprovalView, 'severity'>): (typeof SEVERITIES)[number] | null {
  return SEVERITIES.find((each) => each === severity) ?? null
}

const VERBS: Readonly<Record<string, string>> = {
  Read: 'read through',
  Write: 'change something with',
  Execute: 'run something with',
  Destructive: 'delete something with',
  Financial: 'move money with',
}

/** What will happen, in one sentence; the tool's name stands apart, set in the mono face. */
export function sentenceOf({ grantLabel, category, serverName }: ApprovalView): readonly [string, string] {
  return [`${grantLabel} wants to ${VERBS[category ?? ''] ?? 'call'} `, ` on ${serverName}.`]
}

/** The editor of the policy, at the version that asked and at the rule. */
export function askingRuleUrl(approval: ApprovalView): string {
  const query = new URLSearchParams()
  if (approval.policyId) query.set('policy', approval.policyId)
  if (approval.policyVersion !== null) query.set('version', String(approval.policyVersion))
  query.set('tool', approval.tool)
  query.set('rule', approval.rule)
  return `/servers/${approval.serverId}/policy?${query}`
}

/** A number of bytes for a person. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte${bytes === 1 ? '' : 's'}`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Whom a call that waits was told to a second time. */
export function escalatedText(
  { escalatedTo, escalatedToId }: Pick<ApprovalView, 'escalatedTo' | 'escalatedToId'>,
  self: string,
): string {
  if (escalatedToId === self) return 'Escalated to you'
  return `Escalated to ${escalatedTo ?? 'every approver'}`
}
