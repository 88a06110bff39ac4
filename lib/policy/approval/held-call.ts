// What becomes of a call while its approval stands as it does, and what its client is told (A3).
import type { Standing } from './standing.ts'

/** “A short time”: below the 30 to 60 seconds after which clients and proxies give up. */
export const MAX_HOLD_MS = 25_000

export type HeldCall = {
  /** False from the moment on in which its client was seen to have gone. */
  readonly clientIsConnected: boolean
  /** For how long it has been held, in milliseconds. */
  readonly heldMs: number
}

/**
 * `run`: to admission, which consumes the approval. `hold`: ask again later. `pending`: answer with
 * `pendingText`. `refuse`: answer with the standing's reason. `drop`: nobody is there to answer.
 */
export type HeldStep = 'run' | 'hold' | 'pending' | 'refuse' | 'drop'

export function stepOfHeldCall(standing: Standing, { clientIsConnected, heldMs }: HeldCall): HeldStep {
  if (!clientIsConnected) return 'drop'
  if (standing === 'usable') return 'run'
  if (standing !== 'waiting') return 'refuse'
  return heldMs < MAX_HOLD_MS ? 'hold' : 'pending'
}

const PREFIX = '[APPROVAL PENDING] '

export type Pending = {
  readonly tool: string
  /** The document's `reason`, where it gives one. */
  readonly reason: string | null
  /** Where a person decides; the address opens the dashboard and decides nothing by itself. */
  readonly approvalUrl: string
  readonly expiresAt: Date
}

/** The text block of a call that is answered before anyone decided: what happens next. */
export function pendingText({ tool, reason, approvalUrl, expiresAt }: Pending): string {
  const why = reason === null ? '' : `${reason} `
  return `${PREFIX}${why}A person decides about this call of ${tool} at ${approvalUrl} until ${expiresAt.toISOString()}; call again with the same arguments after that person has approved it.`
}
