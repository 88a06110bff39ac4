'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import {
  discardDraft,
  discardShadow,
  dismissProposal,
  getPolicy,
  getShadow,
  listVersions,
  promoteShadow,
  publishPolicy,
  saveDraft,
  startShadow,
} from '#lib/policies/index.ts'
import { editorPolicy, editorShadow, editorVersion } from './editor-values.ts'

const Id = z.string().max(100)
const Version = z.int().nonnegative()

export const publishAction = memberAction(
  'policies.write',
  z.strictObject({
    serverId: Id,
    /** '' makes a policy. */
    policyId: Id,
    name: z.string(),
    document: z.string(),
    baseVersion: Version,
    comment: z.string(),
  }),
  async (member, { policyId, name, ...publication }) => {
    const published = await publishPolicy(member, {
      ...publication,
      ...(policyId === '' ? { name } : { policyId }),
    })
    await discardDraft(member, publication.serverId, policyId)
    return { policyId: published.policyId, version: published.version }
  },
)

export const saveDraftAction = memberAction(
  'policies.write',
  z.strictObject({ serverId: Id, policyId: Id, text: z.string(), baseVersion: Version }),
  async (member, draft) => {
    await saveDraft(member, draft)
    return null
  },
)

export const discardDraftAction = memberAction(
  'policies.write',
  z.strictObject({ serverId: Id, policyId: Id }),
  async (member, { serverId, policyId }) => {
    await discardDraft(member, serverId, policyId)
    return null
  },
)

export const loadPolicyAction = memberAction(
  'policies.read',
  z.strictObject({ policyId: Id }),
  async (member, { policyId }) => editorPolicy(await getPolicy(member, policyId)),
)

export const loadVersionsAction = memberAction(
  'policies.read',
  z.strictObject({ policyId: Id }),
  async (member, { policyId }) => (await listVersions(member, policyId)).map(editorVersion),
)

export const startShadowAction = memberAction(
  'policies.write',
  z.strictObject({ serverId: Id, policyId: Id, document: z.string(), baseVersion: Version }),
  (member, shadow) => startShadow(member, shadow),
)

export const loadShadowAction = memberAction(
  'policies.read',
  z.strictObject({ serverId: Id }),
  async (member, { serverId }) => {
    const shadow = await getShadow(member, serverId)
    return shadow && editorShadow(shadow)
  },
)

export const promoteShadowAction = memberAction(
  'policies.write',
  z.strictObject({ serverId: Id, shadowId: Id, baseVersion: Version, comment: z.string() }),
  async (member, shadow) => ({ version: (await promoteShadow(member, shadow)).version }),
)

export const discardShadowAction = memberAction(
  'policies.write',
  z.strictObject({ serverId: Id, shadowId: Id }),
  async (member, shadow) => {
    await discardShadow(member, shadow)
    return null
  },
)

export const dismissProposalAction = memberAction(
  'policies.write',
  z.strictObject({ proposalId: Id }),
  async (member, { proposalId }) => {
    await dismissProposal(member, proposalId)
    return null
  },
)
