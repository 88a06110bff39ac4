// The inbox. It shows what a call would do, so it is for those who may decide: an approver or an admin.
import type { StoredApproval } from '#lib/data/approvals.ts'
import * as rows from '#lib/data/approvals.ts'
import type { Member, Page } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type JsonObject, member as memberOf, parseJson } from '#lib/json/index.ts'
import type { Standing } from '#lib/policy/index.ts'
import { may, requirePermission } from '#lib/role.ts'
import { openCall } from '#lib/sealed-call.ts'

export type Approval = Omit<
  StoredApproval,
  'sealedCall' | 'toolHash' | 'serverRevision' | 'policyVersionId'
> & {
  /** The canonical text that is approved: arguments and what a retry brings; cut where `isCut`. */
  readonly callText: string
  /** The text is longer than what is kept of it: `callBytes` and `callDigest` are those of the whole. */
  readonly isCut: boolean
  /** null where the text was cut. */
  readonly arguments: JsonObject | null
}

/** Newest first, 50 a page. @throws Fault forbidden, invalid-input (a cursor that no page gave) */
export async function listApprovals(
  member: Member,
  { state, cursor }: { state?: Standing | undefined; cursor?: string | undefined } = {},
): Promise<Page<Approval>> {
  requirePermission(member, 'approvals.read')
  const { items, nextCursor } = await rows.listApprovals(member.organisation, state, cursor)
  return { items: items.map((row) => opened(member, row)), nextCursor }
}

/** How many calls wait for a person now; 0 for those who may not decide. */
export async function countWaitingApprovals(member: Member): Promise<number> {
  return may(member, 'approvals.read') ? rows.countWaiting(member.organisation) : 0
}

/** @throws Fault forbidden, not-found */
export async function getApproval(member: Member, approvalId: string): Promise<Approval> {
  requirePermission(member, 'approvals.read')
  return opened(member, await rows.requireApproval(member.organisation, approvalId))
}

/**
 * What the same grant asked for before, of the same tool: what has changed since is what a person has to read.
 * @throws Fault forbidden, not-found
 */
export async function getEarlierApproval(member: Member, approvalId: string): Promise<Approval | null> {
  requirePermission(member, 'approvals.read')
  const row = await rows.requireApproval(member.organisation, approvalId)
  const earlier = await rows.findEarlierApproval(member.organisation, row)
  return earlier && opened(member, earlier)
}

function opened(member: Member, row: StoredApproval): Approval {
  const { sealedCall, toolHash: _, serverRevision: __, policyVersionId: ___, ...rest } = row
  const callText = openedText(member.organisation.id, row.id, sealedCall)
  const isCut = Buffer.byteLength(callText) !== row.callBytes
  return { ...rest, callText, isCut, arguments: isCut ? null : argumentsIn(callText) }
}

/** @throws Fault internal where the key is another */
export function openedText(organisationId: string, approvalId: string, sealed: Uint8Array): string {
  try {
    return openCall(env().secretKey, { organisationId, approvalId }, sealed)
  } catch (cause) {
    throw new Fault(
      'internal',
      'The arguments of this call cannot be opened. If SECRET_KEY was changed, put the old one back.',
      { cause },
    )
  }
}

export function argumentsIn(callText: string): JsonObject {
  const call = parseJson(callText)
  const args = isJsonObject(call) ? memberOf(call, 'arguments') : undefined
  if (!isJsonObject(args)) throw new Fault('internal', 'The stored arguments of this call cannot be read.')
  return args
}
