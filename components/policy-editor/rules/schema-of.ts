// The one place where the inspector asks for input schemas.
import { type Policy, placementIn } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'

/**
 * The tool's inputSchema as plain JSON; undefined while it is not here yet, null for a tool that the
 * server does not have.
 */
export function schemaOf(tool: Pick<EditorTool, 'inputSchema'> | null): unknown {
  return tool === null ? null : tool.inputSchema
}

type Named = Pick<EditorTool, 'name' | 'state'>

/** The tools that an entry of the policy is about: the one of its name, or all that a pattern governs. */
export function toolsOfEntry<Tool extends Named>(
  entry: string,
  tools: readonly Tool[],
  policy: Policy,
): readonly Tool[] {
  const present = tools.filter((tool) => tool.state !== 'gone')
  if (!entry.includes('*')) return present.filter((tool) => tool.name === entry)
  const placed = placementIn({ ...policy, hide: [] })
  return present.filter((tool) => placed(tool.name).entry === entry)
}
