// From a list as it was read to the rows that are kept: classified, and told once where a server
// told them twice.
import { classify, classifyDefinition, subjectOf } from '#lib/catalogue/index.ts'
import type { Tool } from '#lib/data/model.ts'
import type { ToolRecord } from '#lib/data/tools.ts'
import { parseJson } from '#lib/json/index.ts'
import { type ListedTool, namedTools } from '#lib/upstream/index.ts'

// The definitions were bounded when they were read.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** Classifies a whole list. Tools that share a name become one record that can never be pinned (D2). */
export function classifyTools(
  server: string,
  tools: readonly Pick<ListedTool, 'name' | 'definition' | 'hash'>[],
): ToolRecord[] {
  const named = namedTools(tools)
  const siblings = named.map((tool) => tool.name)
  return named.map(({ name, definition, hash }) => {
    const read = parseJson(definition, BOUNDS)
    return { name, definition, hash, ...classifyDefinition(name, read, { server, siblings }) }
  })
}

/** One tool of a page that is still being read, for showing it at once. */
export function classifyListed(server: string, tool: ListedTool) {
  const subject = subjectOf(tool.name, parseJson(tool.definition, BOUNDS))
  return { name: tool.name, description: subject.description, ...classify(subject, { server }) }
}

/** Definitions that are about to be accepted: their class may be that of another definition until now. */
export function classifyStored(
  server: string,
  accepted: readonly Pick<Tool, 'name' | 'definition' | 'hash'>[],
  all: readonly Pick<Tool, 'name'>[],
): ToolRecord[] {
  const siblings = all.map((tool) => tool.name)
  return accepted.map(({ name, definition, hash }) => {
    const read = parseJson(definition, BOUNDS)
    return { name, definition, hash, ...classifyDefinition(name, read, { server, siblings }) }
  })
}
