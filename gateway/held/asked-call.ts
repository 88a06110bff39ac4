// A call that somebody is asked about, as far as those who wait for the answer need it.
import { createHash } from 'node:crypto'
import type { DecidedCall } from '#lib/data/admission/index.ts'
import type { McpRequest, RequestId } from '#lib/mcp/index.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'

export type AskedCall = {
  readonly organisationId: string
  readonly approvalId: string
  readonly until: Date
  /** What the document says to the approver, and the agent reads too; null for nothing. */
  readonly reason: string | null
  readonly request: McpRequest
  readonly call: DecidedCall
  /** Under which name its client may take it back. */
  readonly owner: string
}

/** Whose request it is: of one grant, on one server, in one session where there is one. */
export function ownerOf({ facts }: Grounds, sessionText: string | undefined, id: RequestId): string {
  const parts = [facts.organisationId, facts.grant.id, facts.server.id, sessionText ?? null, id]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
