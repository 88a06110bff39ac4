// “The same shape, N times, for M minutes” (A5): given with the approval of one call, listed, revoked.
import * as rows from '#lib/data/allowances.ts'
import { allowShape } from '#lib/data/approval-decisions.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import type { Json, JsonObject } from '#lib/json/index.ts'
import { requirePermission } from '#lib/role.ts'
import { requireDecider } from './decide.ts'
import { argumentsIn, getApproval, openedText } from './read.ts'
import { freedIn, freedText, type Shape, shapeProblem } from './shape.ts'

export type ShownAllowance = Omit<rows.StoredAllowance, 'sealedCall' | 'freed'> & {
  readonly arguments: JsonObject
  readonly freed: readonly { readonly path: string; readonly op: string; readonly value: Json }[]
}

/**
 * Approves a call, and lets in others that differ in nothing but what is freed.
 * @returns the id of the allowance
 * @throws Fault forbidden, not-found, approval-closed, invalid-input (what the shape lacks)
 */
export async function allowSameShape(member: Member, approvalId: string, shape: Shape): Promise<string> {
  requireDecider(member)
  const approval = await getApproval(member, approvalId)
  if (approval.arguments === null)
    throw new Fault(
      'invalid-input',
      'The arguments of this call are too long to be shown whole, so its shape cannot be allowed. Approve it once, or deny it.',
    )
  const problem = shapeProblem(shape, approval.tool, approval.arguments, Date.now())
  if (problem !== null) throw new Fault('invalid-input', problem)
  const { uses, minutes, freed } = shape
  return allowShape(member, approvalId, { uses, minutes, freed: freedText(freed) })
}

/** The newest 200, those that still let calls in first. @throws Fault forbidden */
export async function listAllowances(member: Member): Promise<ShownAllowance[]> {
  requirePermission(member, 'approvals.read')
  const found = await rows.listAllowances(member.organisation)
  return found.map(({ sealedCall, freed, ...rest }) => ({
    ...rest,
    arguments: argumentsIn(openedText(member.organisation.id, rest.approvalId, sealedCall)),
    freed: freedIn(freed),
  }))
}

/** Ends an allowance with the next call; again is no error. @throws Fault forbidden, not-found */
export async function revokeAllowance(member: Member, allowanceId: string): Promise<void> {
  requireDecider(member)
  await rows.revokeAllowance(member, allowanceId)
}
