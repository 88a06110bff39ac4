// What a draft of the baseline would change for the agents there are: said before it is published.
import { findBaseline } from '#lib/data/baseline.ts'
import { listAccess, listDocuments, listInventoryTools } from '#lib/data/inventory.ts'
import type { Member } from '#lib/data/model.ts'
import { compileBaseline, type Format, formatAs, type Lane, parseBaselineText } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { accessIn, compiledBaseline } from './access.ts'

/** One tool for the grants under one policy. */
export type BaselineChange = {
  readonly serverId: string
  readonly serverName: string
  readonly tool: string
  readonly policy: string
  readonly grants: number
  readonly from: Lane
  readonly to: Lane
}
export type BaselinePreview = {
  /** Pairs of a tool and a policy that agents have; those that would come to something else. */
  readonly looked: number
  readonly changed: number
  /** The first of them, by server and tool. */
  readonly changes: readonly BaselineChange[]
}

const MOST_SHOWN = 50

/** Compares a draft with the published baseline; null where the draft cannot be read. */
export async function previewBaseline(
  member: Member,
  { document, format }: { readonly document: string; readonly format?: Format | undefined },
): Promise<BaselinePreview | null> {
  requirePermission(member, 'policies.read')
  const parsed = parseBaselineText(document, formatAs(document, format))
  if (!parsed.ok) return null
  const { organisation } = member
  const [tools, access, published] = await Promise.all([
    listInventoryTools(organisation, {}),
    listAccess(organisation),
    findBaseline(organisation),
  ])
  const documents = await listDocuments(organisation, [
    ...new Set(access.flatMap(({ policyId }) => policyId ?? [])),
  ])
  const now = accessIn(access, documents, compiledBaseline(published?.canonical ?? null))
  const then = accessIn(access, documents, compileBaseline(parsed.value.policy))
  let looked = 0
  const changes: BaselineChange[] = []
  for (const tool of tools) {
    const after = new Map(then(tool).map((way) => [way.policy?.id, way.effect]))
    for (const { policy, effect, grants } of now(tool)) {
      looked++
      const to = after.get(policy?.id)
      if (!policy || to === undefined || to === effect) continue
      const { serverId, serverName, name } = tool
      changes.push({
        serverId,
        serverName,
        tool: name,
        policy: policy.name,
        grants: grants.length,
        from: effect,
        to,
      })
    }
  }
  return { looked, changed: changes.length, changes: changes.slice(0, MOST_SHOWN) }
}
