// The mark of an organisation changes with every transaction that changes a fact (facts_mark). It was read with the
// facts, in one look: as long as it stands, so do they, and admission need not compare them one by one.
import type { Facts } from './facts.ts'

export type Mark = {
  readonly text: string
  /** When the grant ends, as the database writes it: time moves no mark. */
  readonly ends: string | null
  /** The tool that was asked for, '' for none: that no such tool is known is a fact, too. */
  readonly tool: string
  /** What it was read with; it vouches for nothing else. */
  readonly readWith: Omit<Facts, 'at' | 'mark'>
}

export function markOf({ at: _, ...readWith }: Facts, tool: string, text: string, ends: string | null): Mark {
  return { text, ends, tool, readWith }
}

/** The mark that vouches for a call's facts, or null where they have to be compared. */
export function vouchingMark(facts: Facts, tool: string): Mark | null {
  const { mark } = facts
  if (!mark) return null
  const { readWith } = mark
  // The same objects, not equal ones: facts that were put together from several readings have no mark.
  const isAsRead =
    facts.state === 'live' &&
    facts.server !== null &&
    facts.organisationId === readWith.organisationId &&
    facts.tokenDigest === readWith.tokenDigest &&
    facts.access === readWith.access &&
    facts.grant === readWith.grant &&
    facts.user === readWith.user &&
    facts.server === readWith.server &&
    facts.policyVersionId === readWith.policyVersionId &&
    facts.baselineVersionId === readWith.baselineVersionId &&
    facts.tool === readWith.tool &&
    tool === mark.tool
  return isAsRead ? mark : null
}
