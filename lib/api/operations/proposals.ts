// Proposed changes of policies, and what a document would have done: for agents and pipelines.
import { z } from 'zod'
import type { Proposal } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import {
  dismissProposal,
  getProposal,
  listProposals,
  type ProposalWithChanges,
  proposePolicy,
} from '#lib/policies/index.ts'
import { FORMATS, type PolicyChanges } from '#lib/policy/index.ts'
import { reviewUrl } from '#lib/urls.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const state = z.enum(['open', 'published', 'dismissed'])
const text = z.string().nullable()
const proposal = z
  .object({
    id,
    state,
    serverId: id,
    serverName: z.string(),
    policyId: id,
    policyName: z.string(),
    source: z.string(),
    format: z.enum(FORMATS),
    baseVersion: z.int().meta({ description: 'The version in force when it was made.' }),
    reason: z.string(),
    author: text,
    key: text.meta({ description: 'The name of the API key that made it.' }),
    createdAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: text,
    version: z.int().nullable().meta({ description: 'The number that it was published as.' }),
    reviewUrl: z.string().meta({ description: 'Where a person looks at it, and publishes or dismisses it.' }),
  })
  .meta({ id: 'Proposal' })

const changes = z
  .object({
    changed: z.boolean(),
    widens: z.boolean().meta({ description: 'Some call that was refused, or had to wait, may pass.' }),
    opened: z.array(z.string()).meta({ description: 'Groups of methods that pass and did not.' }),
    document: z.array(z.string()),
    tools: z.array(
      z.object({ tool: z.string(), from: text, to: z.string(), text: z.string(), widens: z.boolean() }),
    ),
  })
  .meta({ id: 'PolicyChanges' })

const proposalWithChanges = proposal
  .extend({
    currentVersion: z.int().meta({ description: 'The version in force now.' }),
    changes: changes.nullable().meta({ description: 'Against the version in force now.' }),
  })
  .meta({ id: 'ProposalWithChanges' })

export const create = operation({
  name: 'proposePolicy',
  method: 'POST',
  path: '/proposals',
  summary: 'Propose the next version of a policy: a draft for a person to publish or dismiss',
  body: z.strictObject({
    policyId: id,
    document: documentShape,
    format: z.enum(FORMATS).optional(),
    reason: z.string().min(1).max(500),
  }),
  status: 201,
  answer: proposalWithChanges,
  run: async ({ member, body, json }) => {
    const { policyId, reason } = body
    return toChanged(await proposePolicy(member, { policyId, reason, ...documentText(json) }))
  },
})

export const list = operation({
  name: 'listProposals',
  method: 'GET',
  path: '/proposals',
  summary: 'Proposals, newest first, 100 at most',
  query: z.strictObject({ state: state.optional(), policyId: id.optional() }),
  answer: listOf(proposal),
  run: async ({ member, query }) => ({ items: (await listProposals(member, query)).map(toProposal) }),
})

export const get = operation({
  name: 'getProposal',
  method: 'GET',
  path: '/proposals/{id}',
  summary: 'One proposal, with what it would change of the version in force',
  answer: proposalWithChanges,
  run: async ({ member, id }) => toChanged(await getProposal(member, id)),
})

export const dismiss = operation({
  name: 'dismissProposal',
  method: 'POST',
  path: '/proposals/{id}/dismiss',
  summary: 'Dismiss a proposal',
  status: 204,
  bodyRequired: false,
  run: ({ member, id }) => dismissProposal(member, id),
})

function toProposal(row: Proposal): z.input<typeof proposal> {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    reviewUrl: reviewUrl(env().appUrl, row),
  }
}

function toChanged({
  changes,
  currentVersion,
  ...row
}: ProposalWithChanges): z.input<typeof proposalWithChanges> {
  return { ...toProposal(row), currentVersion, changes: changes && toChanges(changes) }
}

function toChanges({
  changed,
  widens,
  opened,
  document,
  differences,
}: PolicyChanges): z.input<typeof changes> {
  return {
    ...{ changed, widens },
    opened: [...opened],
    document: document.map(({ text }) => text),
    tools: differences.map(({ tool, from, to, text, widens }) => ({ tool, from, to, text, widens })),
  }
}
