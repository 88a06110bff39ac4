// A request of the server comes down under an id that only this session can answer: the server's own id
// and its method, sealed to grant, server and session. Any replica opens it; the claim that it is
// answered once is in the database (lib/data/admission/claim.ts).
import { createHash } from 'node:crypto'
import type { Facts } from '#lib/data/admission/index.ts'
import { canonicalJson, type JsonObject, member } from '#lib/json/index.ts'
import type { RequestId } from '#lib/mcp/index.ts'
import type { Sealer } from '../seal.ts'
import type { Session } from '../session.ts'

export type AskedId = { readonly id: RequestId; readonly method: string }

/** The id that the client is shown. A server that counts from 1 again after a restart asks under a new one. */
export function sealAskedId(
  sealer: Sealer,
  facts: Facts,
  session: Session,
  asked: AskedId,
  message: JsonObject,
): string {
  const about = canonicalJson(member(message, 'params') ?? null)
  const digest = createHash('sha256').update(about).digest('base64url').slice(0, 12)
  return sealer.seal(boundTo(facts, session), JSON.stringify([asked.id, asked.method, digest]))
}

/** What an answer's id answers, or null where this session was asked nothing under it. */
export function openAskedId(
  sealer: Sealer,
  facts: Facts,
  session: Session,
  sealed: RequestId,
): AskedId | null {
  const opened = typeof sealed === 'string' ? sealer.open(boundTo(facts, session), sealed) : null
  if (opened === null) return null
  const [id, method] = JSON.parse(opened) as [RequestId, string, string]
  return { id, method }
}

function boundTo(facts: Facts, session: Session): string[] {
  return ['asked', facts.organisationId, facts.grant.id, facts.server?.id ?? '', session.upstreamId]
}

/**
 * Under which id a server's request came down, so that the server can take it back. Kept in this process
 * alone: where another relayed the request, its client goes on being asked, and the server ignores what
 * it then answers.
 */
export class AskedIds {
  readonly #ids = new Map<string, string>()
  readonly #max: number
  constructor(max = 10_000) {
    this.#max = max
  }

  remember(session: Session, id: RequestId, sealed: string): void {
    if (this.#ids.size >= this.#max) {
      const oldest = this.#ids.keys().next()
      if (!oldest.done) this.#ids.delete(oldest.value)
    }
    this.#ids.set(keyOf(session, id), sealed)
  }

  find(session: Session, id: RequestId): string | undefined {
    return this.#ids.get(keyOf(session, id))
  }
}

// The sealed text names grant, server and session at once.
function keyOf(session: Session, id: RequestId): string {
  return JSON.stringify([session.text, id])
}
