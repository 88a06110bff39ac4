// Grounds that were read a moment ago, for tool calls alone: admission holds each fact of a call against
// the store again, in the transaction that lets it pass, and what no longer stands is read afresh and
// decided again. Nothing else may be decided on these (docs/decisions/0030).
import type { Facts } from '#lib/data/admission/index.ts'
import type { Grounds, PresentedToken } from './steps/authenticate-grant.ts'

export type RecentGrounds = {
  /** The grounds that were kept there, their clock moved on; null where there are none. */
  find(place: string): Grounds | null
  /** Keeps what was just read, in place of what was there. */
  keep(place: string, grounds: Grounds): void
}
type Kept = { readonly grounds: Grounds; readonly readAt: number }

const MOST = 20_000
// The database's clock is reckoned from when it was last heard.
const LONGEST_MS = 30_000

/** @param now a clock in ms that never goes back */
export function createRecentGrounds(now: () => number = () => performance.now()): RecentGrounds {
  const kept = new Map<string, Kept>()
  return {
    find(place) {
      const found = kept.get(place)
      if (!found) return null
      const age = now() - found.readAt
      if (age > LONGEST_MS) {
        kept.delete(place)
        return null
      }
      const { facts, policy, isInUrl } = found.grounds
      return { facts: movedOn(facts, Math.floor(age)), policy, isInUrl }
    },
    keep(place, grounds) {
      kept.delete(place)
      // A stop ends without anything that admission would find changed: while one holds, facts are read for each call.
      if (grounds.facts.stop) return
      // Names that no tool has are endless, and so would their places be.
      if (grounds.facts.tool === null || grounds.policy === null) return
      if (kept.size >= MOST) {
        const oldest = kept.keys().next()
        if (!oldest.done) kept.delete(oldest.value)
      }
      kept.set(place, { grounds, readAt: now() })
    },
  }
}

/** One place for one token, server and tool: whatever the answer depends on. */
export function placeOf(token: PresentedToken, serverId: string, toolName: string | null): string {
  const way = token.isInUrl ? 'url' : 'header'
  return `${token.digest} ${token.organisationId} ${serverId} ${way} ${toolName ?? ''}`
}

// The same facts with the database's clock moved on; what vouched for them goes on to do so. Member by member: to spread so
// many costs as much as evaluating a policy.
function movedOn(facts: Grounds['facts'], ms: number): Grounds['facts'] {
  return {
    organisationId: facts.organisationId,
    tokenDigest: facts.tokenDigest,
    access: facts.access,
    state: facts.state,
    grant: facts.grant,
    user: facts.user,
    server: facts.server,
    stop: facts.stop,
    policyVersionId: facts.policyVersionId,
    baselineVersionId: facts.baselineVersionId,
    tool: facts.tool,
    at: facts.at + ms,
    mark: facts.mark,
  } satisfies Record<keyof Facts, unknown>
}
