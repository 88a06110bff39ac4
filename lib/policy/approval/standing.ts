// Where an approval stands (A2). Every doubt is on the side of not letting a call in.

export const DEFAULT_TIMEOUT_SECONDS = 600
export const MAX_TIMEOUT_SECONDS = 7 * 86_400

/** An approval as it is kept. Instants are milliseconds since the epoch; null is “has not happened”. */
export type ApprovalRecord = {
  /** The digest of its subject (A1). */
  readonly digest: string
  readonly definition: string
  readonly policyVersion: string
  /** Of the server: raised whenever its address or headers change. */
  readonly serverRevision: number
  readonly expiresAt: number
  readonly verdict: 'approved' | 'denied' | null
  /** When it let its one call in. */
  readonly usedAt: number | null
}

/** What is so now. `digest` is that of the call that would use it; null where nobody calls yet. */
export type ApprovalFacts = {
  readonly grantIsLive: boolean
  /** The published version, null where there is none. */
  readonly policyVersion: string | null
  /** null where the grant no longer has the server. */
  readonly serverRevision: number | null
  /** The hash of the tool's accepted definition, null where it is not accepted. */
  readonly definition: string | null
  readonly digest: string | null
  /** False where nothing that is called finds it any more: its grant was stopped since. */
  readonly isOpen: boolean
}

export const STANDINGS = ['used', 'denied', 'void', 'expired', 'waiting', 'usable'] as const
export type Standing = (typeof STANDINGS)[number]
export type ApprovalStanding = { readonly standing: Standing; readonly reason: string }

/** When an approval asked for at `askedAt` ends. A timeout that is none is the usual one. */
export function approvalEnd(askedAt: number, timeoutSeconds: number | null): number {
  const given = timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
  const seconds = Number.isFinite(given) && given >= 0 ? given : DEFAULT_TIMEOUT_SECONDS
  return askedAt + Math.min(seconds, MAX_TIMEOUT_SECONDS) * 1000
}

/** The first that fits of used, denied, void, expired, waiting and usable, with the reason as a sentence. */
export function approvalStanding(
  approval: ApprovalRecord,
  facts: ApprovalFacts,
  at: number,
): ApprovalStanding {
  if (approval.usedAt !== null) return stands('used', 'This approval let its one call in already.')
  if (approval.verdict === 'denied') return stands('denied', 'A person denied this call.')
  const why = voidReason(approval, facts)
  if (why !== null) return stands('void', why)
  // An instant that is no number has passed.
  if (!(at < approval.expiresAt))
    return stands('expired', 'This approval has expired. Call again to ask anew.')
  if (!facts.isOpen)
    return stands('void', 'An emergency stop of the grant made this approval void. Call again to ask anew.')
  if (approval.verdict !== 'approved') return stands('waiting', 'Nobody has decided yet.')
  return stands('usable', 'A person approved this call.')
}

function voidReason(approval: ApprovalRecord, facts: ApprovalFacts): string | null {
  if (!facts.grantIsLive) return 'The grant was revoked, so its approvals are void.'
  if (facts.policyVersion !== approval.policyVersion)
    return 'Another version of the policy was published, so this approval is void. Call again to ask anew.'
  if (facts.definition !== approval.definition)
    return 'The definition of the tool changed, so this approval is void. Call again to ask anew.'
  if (facts.serverRevision !== approval.serverRevision)
    return 'The server’s address or headers changed, or an emergency stop held for it, so this approval is void. Call again to ask anew.'
  if (facts.digest !== null && facts.digest !== approval.digest)
    return 'This approval is for another call. Call again with the same arguments, or ask anew.'
  return null
}

function stands(standing: Standing, reason: string): ApprovalStanding {
  return { standing, reason }
}
