// POLICY.md L5: what a counter is counted for. A hash of a JSON array, so that no two lists of parts
// run into one text; never the token, never the policy version.
import { hash } from 'node:crypto'
import type { Draw } from '#lib/policy/index.ts'
import type { Facts } from './facts.ts'

/** What of the facts a counter can be counted for. */
export type CountedFor = {
  readonly organisationId: string
  readonly grant: Pick<Facts['grant'], 'id'>
  readonly user: Pick<Facts['user'], 'id'>
  readonly server: Pick<NonNullable<Facts['server']>, 'id'> | null
}

/** The id that a limit's scope counts for. `session` is the MCP session, where the protocol has one. */
export function scopeId(facts: CountedFor, scope: Draw['scope'], session: string | null): string {
  switch (scope) {
    case 'grant':
      return facts.grant.id
    case 'session':
      return session === null ? facts.grant.id : `${facts.grant.id}/${session}`
    case 'user':
      return facts.user.id
    case 'server':
      return facts.server?.id ?? ''
    case 'organisation':
      return facts.organisationId
  }
}

/** The counter that a draw takes from: 64 hexadecimal digits. */
export function counterKey(facts: CountedFor, draw: Draw, session: string | null): string {
  const server = draw.scope === 'user' || draw.scope === 'organisation' ? null : (facts.server?.id ?? '')
  const id = scopeId(facts, draw.scope, session)
  const parts = [facts.organisationId, draw.scope, id, server, draw.counter, draw.window, draw.algorithm]
  return hash('sha256', JSON.stringify(parts), 'hex')
}
