import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import {
  type EditorActions,
  type EditorPolicy,
  lookIn,
  PolicyEditor,
  packTools,
  VIEW_COOKIE,
} from '#components/policy-editor/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { getBaselineDocument } from '#lib/baseline/index.ts'
import { callsOfTheWeek } from '#lib/calls/index.ts'
import type { Member, PolicySummary } from '#lib/data/model.ts'
import {
  findDraft,
  getPolicy,
  getProposal,
  getShadow,
  listPolicies,
  listVersions,
} from '#lib/policies/index.ts'
import { may, obstacle } from '#lib/role.ts'
import { getServer, listToolSummaries } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../../../search-params.ts'
import { found } from '../../../found.ts'
import { resetCategoryAction, setCategoryAction } from '../(views)/actions.ts'
import {
  discardDraftAction,
  discardShadowAction,
  dismissProposalAction,
  loadPolicyAction,
  loadShadowAction,
  loadVersionsAction,
  promoteShadowAction,
  publishAction,
  saveDraftAction,
  startShadowAction,
} from './actions.ts'
import { editorPolicy, editorProposal, editorShadow, editorVersion, toolSummary } from './editor-values.ts'

export const metadata: Metadata = { title: 'Policy' }

const actions: EditorActions = {
  publish: publishAction,
  saveDraft: saveDraftAction,
  discardDraft: discardDraftAction,
  loadPolicy: loadPolicyAction,
  loadVersions: loadVersionsAction,
  startShadow: startShadowAction,
  loadShadow: loadShadowAction,
  promoteShadow: promoteShadowAction,
  discardShadow: discardShadowAction,
  dismissProposal: dismissProposalAction,
}

type PolicyPageProps = { params: Promise<{ serverId: string }>; searchParams: SearchParams }

/** `?policy=` one of several, or `new` · `?tool=` and `?rule=` what to open · `?version=` an older one to read · `?restore=` one to begin a draft from · `?proposal=` a change that somebody asks for · the rest is how the board is looked at. */
export default async function PolicyPage({ params, searchParams }: PolicyPageProps) {
  const member = await requireMember()
  const { serverId } = await params
  const query = await searchParams
  const server = await found(getServer(member, serverId))
  const [shadow, tools, policies] = await Promise.all([
    getShadow(member, serverId),
    listToolSummaries(member, serverId),
    listPolicies(member, serverId),
  ])
  const policy = await chosenPolicy(member, policies, one(query.policy))
  const mayEdit = may(member, 'policies.write')
  const summary = policies.find(({ id }) => id === policy.id)
  const baseline = await getBaselineDocument(member)
  const [draft, viewing, restoring, proposal] = await Promise.all([
    mayEdit ? findDraft(member, serverId, policy.id) : null,
    versionOf(member, policy, one(query.version)),
    mayEdit ? versionOf(member, policy, one(query.restore)) : null,
    proposalFor(member, policy, one(query.proposal)),
  ])
  const remembered = (await cookies()).get(VIEW_COOKIE)?.value
  return (
    <PolicyEditor
      // Another policy or version is another editor; the name a new policy gets on its first publish is not.
      key={`${one(query.policy) ?? ''} ${viewing?.number ?? ''} ${proposal?.id ?? ''}`}
      server={{ id: server.id, name: server.name }}
      tools={packTools(tools.map(toolSummary))}
      // Not awaited: the board stands while a busy week is counted.
      calls={callsOfTheWeek(member, serverId, Date.now())}
      policies={policies.map(({ id, name }) => ({ id, name }))}
      policy={policy}
      draft={draft}
      viewing={viewing}
      restoring={restoring}
      proposal={proposal}
      target={{ tool: one(query.tool) ?? null, rule: one(query.rule) ?? null, code: one(query.code) === '1' }}
      look={lookIn(query, remembered)}
      organisationBaseline={baseline}
      alsoServes={summary?.servers.filter(({ id }) => id !== serverId) ?? []}
      author={member.email}
      mayEdit={mayEdit}
      obstacle={obstacle(member, 'policies.write')}
      actions={actions}
      detailsUrl={`/servers/${server.id}/policy/details`}
      replayUrl={`/servers/${server.id}/policy/replay`}
      shadow={shadow && editorShadow(shadow)}
      categories={mayEdit ? { set: setCategoryAction, reset: resetCategoryAction } : null}
      mayAccept={may(member, 'tools.accept')}
    />
  )
}

async function chosenPolicy(
  member: Member,
  policies: readonly PolicySummary[],
  wanted: string | undefined,
): Promise<EditorPolicy> {
  if (wanted === 'new' || policies.length === 0) {
    if (wanted !== undefined && wanted !== 'new') notFound()
    const name = policies.length === 0 ? 'Default' : `Policy ${policies.length + 1}`
    return { id: '', name, published: null }
  }
  const chosen = wanted === undefined ? policies[0] : policies.find((policy) => policy.id === wanted)
  if (chosen === undefined) notFound()
  return editorPolicy(await getPolicy(member, chosen.id))
}

async function versionOf(member: Member, policy: EditorPolicy, wanted: string | undefined) {
  if (wanted === undefined) return null
  if (policy.id === '') notFound()
  const version = (await listVersions(member, policy.id)).find(({ number }) => String(number) === wanted)
  if (version === undefined) notFound()
  return editorVersion(version)
}

async function proposalFor(member: Member, policy: EditorPolicy, wanted: string | undefined) {
  if (wanted === undefined) return null
  const proposal = await found(getProposal(member, wanted))
  if (proposal.policyId !== policy.id) notFound()
  return editorProposal(proposal)
}
