// What a person is shown before a definition is accepted: everything that is different, everything that
// is hidden, what the tool could be mistaken for, and what accepting it would open to whom (D2, D3).
import { type Classification, classifyDefinition } from '#lib/catalogue/index.ts'
import { listGrants } from '#lib/data/grants.ts'
import type { Evidence, Member, Organisation, Tool } from '#lib/data/model.ts'
import { listPublishedPolicies } from '#lib/data/policies.ts'
import { requireServer } from '#lib/data/servers.ts'
import * as rows from '#lib/data/tools.ts'
import { parseJson } from '#lib/json/index.ts'
import { type DefinitionChange, describeChange, twinsOf } from '#lib/pins/index.ts'
import { type Category, type Lane, parsePolicyText, placementOf, type Severity } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { mentionsIn } from './mentions.ts'

export type ReviewedDefinition = {
  /** JSON text as received. */
  readonly definition: string
  readonly category: Category
  readonly severity: Severity
  readonly evidence: readonly Evidence[]
}
/** What a published policy makes of the tool once its definition is accepted. */
export type Effect = {
  readonly policyId: string
  readonly policyName: string
  readonly lane: Lane
  /** The labels of the live grants that use the policy here. */
  readonly grants: readonly string[]
}
export type ToolReview = {
  readonly name: string
  readonly state: 'new' | 'changed'
  /** What accepting or rejecting names. */
  readonly hash: string
  /** Listed under one name twice or more: it cannot be accepted. */
  readonly isTwice: boolean
  readonly isRejected: boolean
  /** What the organisation set for the tool: it counts for this definition as well; null where it set nothing. */
  readonly override: {
    readonly category: Category
    readonly severity: Severity
    readonly reason: string
  } | null
  /** The accepted definition; null where there is none. */
  readonly before: ReviewedDefinition | null
  readonly after: ReviewedDefinition
  readonly change: DefinitionChange
  /** Other tools of this server that a person would take for this one. */
  readonly twins: readonly string[]
  /** Tools of other servers that the definition speaks of (H6). */
  readonly mentions: readonly { readonly tool: string; readonly server: string }[]
  readonly effects: readonly Effect[]
}

const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/**
 * The tools whose definition waits for a person, in the order the server lists them.
 * @param name one of them alone
 * @throws Fault not-found
 */
export async function listToolChanges(
  member: Member,
  serverId: string,
  name?: string,
): Promise<ToolReview[]> {
  requirePermission(member, 'servers.read')
  const server = await requireServer(member.organisation, serverId)
  const tools = await rows.listTools(member.organisation, serverId)
  const waiting = tools.filter(
    (tool) =>
      (tool.state === 'new' || tool.state === 'changed') && (name === undefined || tool.name === name),
  )
  if (waiting.length === 0) return []
  const effectsOf = await readEffects(member.organisation, serverId)
  const foreign = await rows.listToolNamesElsewhere(member.organisation, serverId)
  const names = tools.filter((tool) => tool.state !== 'gone').map((tool) => tool.name)
  return waiting.map((tool) => {
    const after = definitionOf(tool, tool.definition, server.name, names)
    const isTwice = rows.isListedTwice(tool)
    return {
      name: tool.name,
      state: tool.state === 'new' ? 'new' : 'changed',
      hash: tool.hash,
      isTwice,
      isRejected: tool.isRejected,
      override: tool.override && {
        category: tool.category,
        severity: tool.severity,
        reason: tool.override.reason,
      },
      before:
        tool.pinnedDefinition === null ? null : definitionOf(tool, tool.pinnedDefinition, server.name, names),
      after,
      change: changeOf(tool),
      twins: twinsOf(tool.name, names),
      mentions: mentionsIn(tool, names, foreign),
      effects: effectsOf(tool.name),
    }
  })
}

function changeOf(tool: Tool): DefinitionChange {
  const before = tool.pinnedDefinition === null ? null : parseJson(tool.pinnedDefinition, BOUNDS)
  return describeChange(before, parseJson(tool.definition, BOUNDS))
}

function definitionOf(
  tool: Tool,
  definition: string,
  server: string,
  siblings: readonly string[],
): ReviewedDefinition {
  const { category, severity, evidence }: Classification = classifyDefinition(
    tool.name,
    parseJson(definition, BOUNDS),
    { server, siblings },
  )
  return { definition, category, severity, evidence }
}

async function readEffects(
  organisation: Organisation,
  serverId: string,
): Promise<(tool: string) => readonly Effect[]> {
  const [published, grants] = await Promise.all([
    listPublishedPolicies(organisation, serverId),
    listGrants(organisation, serverId),
  ])
  const now = Date.now()
  const live = grants.filter(
    (grant) => grant.revokedAt === null && (grant.expiresAt === null || grant.expiresAt.getTime() > now),
  )
  const read = published.flatMap(({ id, name, canonical }) => {
    const parsed = parsePolicyText(canonical, 'json')
    const using = live.filter((grant) =>
      grant.servers.some((each) => each.serverId === serverId && each.policyId === id),
    )
    // One that cannot be read refuses everything (E1): it opens nothing.
    if (!parsed.ok) return []
    return [{ id, name, policy: parsed.value.policy, grants: using.map((grant) => grant.label) }]
  })
  return (tool) =>
    read.map(({ id, name, policy, grants }) => ({
      policyId: id,
      policyName: name,
      lane: placementOf(policy, tool).lane,
      grants,
    }))
}
