// A change of a policy that an agent or a pipeline asks for: checked as a version would be, and then left to a person.
// Nothing here publishes; a proposal decides nothing until somebody who may publish has published its text.
import type { Member, Proposal } from '#lib/data/model.ts'
import { requirePolicy } from '#lib/data/policies.ts'
import * as rows from '#lib/data/proposals.ts'
import { Fault } from '#lib/fault.ts'
import { comparePolicies, type Format, type PolicyChanges, parsePolicyText } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { publishable, toolsOf } from './check.ts'

const MAX_REASON_LENGTH = 500

/** `changes` is what it would change of the version in force now; null where that one cannot be read any more. */
export type ProposalWithChanges = Proposal & {
  readonly changes: PolicyChanges | null
  /** The version in force now; another than `baseVersion` where somebody has published meanwhile. */
  readonly currentVersion: number
}

/**
 * Proposes a text as the next version of a policy. An equal one that is open is answered instead.
 * @throws Fault forbidden, not-found, invalid-input, policy-invalid {errors, warnings}, in-use (too many wait)
 */
export async function proposePolicy(
  member: Member,
  proposal: {
    readonly policyId: string
    readonly document: string
    readonly format?: Format
    /** For the person who decides: why. */
    readonly reason: string
  },
): Promise<ProposalWithChanges> {
  requirePermission(member, 'policies.propose')
  const policy = await requirePolicy(member.organisation, proposal.policyId)
  const reason = checkReason(proposal.reason)
  const text = publishable(proposal.document, proposal.format, await toolsOf(member, policy.serverId))
  const { id } = await rows.insertProposal(member, policy.id, text, reason)
  return getProposal(member, id)
}

/** Newest first, 100 at most. @throws Fault not-found (the policy) */
export async function listProposals(
  member: Member,
  filter: { readonly state?: Proposal['state']; readonly policyId?: string } = {},
): Promise<Proposal[]> {
  requirePermission(member, 'policies.read')
  if (filter.policyId !== undefined) await requirePolicy(member.organisation, filter.policyId)
  return rows.listProposals(member, filter)
}

/** @throws Fault not-found */
export async function getProposal(member: Member, id: string): Promise<ProposalWithChanges> {
  requirePermission(member, 'policies.read')
  const proposal = await rows.requireProposal(member, id)
  const { published } = await requirePolicy(member.organisation, proposal.policyId)
  const tools = await toolsOf(member, proposal.serverId)
  const after = parsePolicyText(proposal.source, proposal.format)
  const before = published && parsePolicyText(published.source, published.format)
  const changes =
    after.ok && before?.ok
      ? comparePolicies(
          before.value,
          after.value,
          tools.map(({ name }) => name),
        )
      : null
  return { ...proposal, changes, currentVersion: published?.number ?? 0 }
}

/** @throws Fault forbidden, not-found, in-use where it was decided already */
export async function dismissProposal(member: Member, id: string): Promise<void> {
  requirePermission(member, 'policies.write')
  await rows.dismissProposal(member, id)
}

function checkReason(reason: string): string {
  const trimmed = reason.trim()
  if (
    trimmed !== '' &&
    trimmed.length <= MAX_REASON_LENGTH &&
    !trimmed.includes('\0') &&
    trimmed.isWellFormed()
  )
    return trimmed
  throw new Fault(
    'invalid-input',
    `Say why in 1 to ${MAX_REASON_LENGTH} characters: a person decides by it.`,
    {
      data: { field: 'reason' },
    },
  )
}
