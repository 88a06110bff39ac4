// From rows of the record to calls that a policy can judge: the call as it was, by the facts of today.
import { readValuesToJudge } from '#lib/calls/index.ts'
import type { Member } from '#lib/data/model.ts'
import {
  listReplayedGrants,
  listReplayedTools,
  type ReplayedCall,
  type ReplayedGrant,
  type ReplayedTool,
} from '#lib/data/replay.ts'
import { isJsonObject, member as memberOf, parseJson } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  type RecordedCall,
  readsArguments,
  recordedArguments,
  type ToolFacts,
} from '#lib/policy/index.ts'

const NOTHING: ReadonlyMap<string, 'not recorded'> = new Map()
const BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }

export type Recall = {
  readonly calls: (page: readonly ReplayedCall[]) => Promise<readonly RecordedCall[]>
  /** The labels of the grants that were met so far. */
  readonly labels: () => ReadonlyMap<string, string>
}

/**
 * Today's tools and grants stand in for those of the past, which are not recorded; whether a tool was known and its
 * definition accepted then, the record does say. Values are read only for tools of which a policy looks at arguments.
 */
export async function newRecall(
  member: Member,
  serverId: string,
  policies: readonly (CompiledPolicy | null)[],
): Promise<Recall> {
  const { organisation } = member
  const tools = new Map(
    (await listReplayedTools(organisation, serverId)).map((tool) => [tool.name, factsOf(tool)]),
  )
  const grants = new Map<string, ReplayedGrant>()
  const reads = new Map<string, boolean>()

  const readsValues = (tool: string): boolean => {
    const known =
      reads.get(tool) ?? policies.some((policy) => policy !== null && readsArguments(policy, tool))
    reads.set(tool, known)
    return known
  }

  async function meet(page: readonly ReplayedCall[]): Promise<void> {
    const unknown = [...new Set(page.map(({ grantId }) => grantId))].filter((id) => !grants.has(id))
    if (unknown.length === 0) return
    for (const id of unknown) grants.set(id, { id, label: id, tags: [], userId: id, email: '' })
    for (const grant of await listReplayedGrants(organisation, unknown)) grants.set(grant.id, grant)
  }

  return {
    calls: async (page) => {
      await meet(page)
      const wanted = page.filter(({ tool, argumentNames }) => argumentNames.length > 0 && readsValues(tool))
      const values = wanted.length === 0 ? NOTHING : await readValuesToJudge(member, wanted)
      return page.map((row) => {
        const kept = values.get(row.id)
        const { arguments: args, kept: keys } = recordedArguments(
          row.argumentNames,
          kept === undefined || kept === 'not recorded' ? null : kept,
        )
        const grant = grants.get(row.grantId)
        const facts = tools.get(row.tool)
        return {
          id: row.id,
          call: {
            name: row.tool,
            tool: facts && row.reason !== 'unknown-tool' ? stateThen(facts, row.reason) : null,
            arguments: args,
            grant: { label: grant?.label ?? '', tags: grant?.tags ?? [] },
            client: row.client === null ? {} : { name: row.client },
            user: { email: grant?.email ?? '' },
            at: row.at,
          },
          kept: keys,
          counted: { grant: row.grantId, session: row.grantId, user: grant?.userId ?? '', server: serverId },
          repeats: row.repeats,
        }
      })
    },
    labels: () => new Map([...grants].map(([id, { label }]) => [id, label])),
  }
}

function stateThen(facts: { pinned: ToolFacts; changed: ToolFacts }, reason: string): ToolFacts {
  return reason === 'definition-changed' ? facts.changed : facts.pinned
}

function factsOf({ name, category, severity, pinnedDefinition }: ReplayedTool) {
  const pinned: ToolFacts = {
    name,
    state: 'pinned',
    category,
    severity,
    declared: declaredBy(pinnedDefinition),
  }
  return { pinned, changed: { ...pinned, state: 'changed' } as const }
}

function declaredBy(text: string | null): readonly string[] {
  if (text === null) return []
  const definition = parseJson(text, BOUNDS)
  const schema = isJsonObject(definition) ? memberOf(definition, 'inputSchema') : undefined
  const properties = isJsonObject(schema) ? memberOf(schema, 'properties') : undefined
  return isJsonObject(properties) ? Object.keys(properties) : []
}
