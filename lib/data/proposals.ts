// Proposed changes of policies. What closes one as published is a trigger on versions (0035_proposal).
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { Member, Proposal } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import type { VersionText } from './publish.ts'

/** As many as a person might still read; an agent that asks without end is told to wait. */
export const MOST_OPEN = 20
const LISTED = 100

/**
 * Keeps a proposal. An equal one that is open is answered instead: agents repeat themselves.
 * @throws Fault not-found, in-use where MOST_OPEN of the policy are open
 */
export function insertProposal(
  member: Member,
  policyId: string,
  { source, format, hash }: VersionText,
  reason: string,
): Promise<{ readonly id: string }> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    // One at a time for each policy, so that the count below stands.
    const locked = await tx.$queryRaw<{ server_id: string; number: number | null }[]>`
      SELECT p.server_id, v.number FROM policy p
        LEFT JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.id = p.published_version_id
       WHERE p.organisation_id = ${organisationId} AND p.id = ${policyId} FOR UPDATE OF p`
    const policy = locked[0]
    if (!policy) throw policyNotFound()
    const open = await tx.proposal.findMany({
      where: { organisationId, policyId, state: 'open' },
      select: { id: true, hash: true },
    })
    const same = open.find((each) => each.hash === hash)
    if (same) return { id: same.id }
    if (open.length >= MOST_OPEN)
      throw new Fault(
        'in-use',
        `${MOST_OPEN} proposals for this policy wait for a person already. Dismiss or publish some of them first.`,
      )
    const id = newId('prp', organisationId)
    await tx.proposal.create({
      data: {
        ...{ organisationId, id, policyId, source, format, hash, reason },
        serverId: policy.server_id,
        baseVersion: policy.number ?? 0,
        authorId: member.userId,
        keyId: member.keyId ?? null,
      },
    })
    await writeAudit(tx, member, 'policy.proposed', policyId, { proposal: id, reason })
    return { id }
  })
}

/** Newest first, 100 at most. */
export async function listProposals(
  member: Member,
  filter: { readonly state?: Proposal['state']; readonly policyId?: string },
): Promise<Proposal[]> {
  const rows = await database().proposal.findMany({
    where: { organisationId: member.organisation.id, ...filter },
    include: NAMES,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LISTED,
  })
  return named(member, rows)
}

/** @throws Fault not-found */
export async function requireProposal(member: Member, id: string): Promise<Proposal> {
  const row = isOwnId('prp', member.organisation, id)
    ? await database().proposal.findUnique({
        where: { organisationId_id: { organisationId: member.organisation.id, id } },
        include: NAMES,
      })
    : null
  const [proposal] = row ? await named(member, [row]) : []
  if (!proposal) throw proposalNotFound()
  return proposal
}

/** @throws Fault not-found, version-conflict where somebody has decided about it */
export function dismissProposal(member: Member, id: string): Promise<void> {
  const organisationId = member.organisation.id
  if (!isOwnId('prp', member.organisation, id)) throw proposalNotFound()
  return transaction(async (tx) => {
    const { count } = await tx.proposal.updateMany({
      where: { organisationId, id, state: 'open' },
      data: { state: 'dismissed', decidedAt: new Date(), decidedById: member.userId },
    })
    const row = await tx.proposal.findUnique({ where: { organisationId_id: { organisationId, id } } })
    if (!row) throw proposalNotFound()
    if (count === 0)
      throw new Fault('in-use', `This proposal was ${row.state} already. Load the page again to see by whom.`)
    await writeAudit(tx, member, 'policy.proposal_dismissed', row.policyId, { proposal: id })
  })
}

const NAMES = { policy: { select: { name: true, server: { select: { name: true } } } } } as const
type Row = Prisma.ProposalGetPayload<{ include: typeof NAMES }>

async function named(member: Member, rows: readonly Row[]): Promise<Proposal[]> {
  const people = await emailsOf(rows.flatMap(({ authorId, decidedById }) => [authorId, decidedById]))
  const keys = await database().apiKey.findMany({
    where: {
      organisationId: member.organisation.id,
      id: { in: rows.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])) },
    },
    select: { id: true, name: true },
  })
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]))
  return rows.map(({ policy, authorId, decidedById, keyId, organisationId: _, hash: __, ...row }) => ({
    ...row,
    format: row.format as Proposal['format'],
    state: row.state as Proposal['state'],
    policyName: policy.name,
    serverName: policy.server.name,
    author: people.get(authorId ?? '') ?? null,
    key: keyNames.get(keyId ?? '') ?? null,
    decidedBy: people.get(decidedById ?? '') ?? null,
  }))
}

function proposalNotFound(): Fault {
  return new Fault('not-found', 'There is no such proposal in this organisation.')
}
