// From a list as it was read to the rows that are kept: classified, and told once where a server
// told them twice.
import { classify } from '#lib/catalogue/index.ts'
import type { Tool } from '#lib/data/model.ts'
import type { ToolRecord } from '#lib/data/tools.ts'
import { isJsonObject, type Json, member, parseJson, toPlain } from '#lib/json/index.ts'
import { definitionHash, type ListedTool } from '#lib/upstream/index.ts'

// The definitions were bounded when they were read.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** Classifies a whole list. Tools that share a name become one record that can never be pinned (D2). */
export function classifyTools(server: string, tools: readonly ListedTool[]): ToolRecord[] {
  const byName = new Map<string, Json[]>()
  for (const tool of tools) {
    const definition = parseJson(tool.definition, BOUNDS)
    const namesakes = byName.get(tool.name)
    if (namesakes) namesakes.push(definition)
    else byName.set(tool.name, [definition])
  }
  const siblings = [...byName.keys()]
  const hashes = new Map(tools.map((tool) => [tool.name, tool]))
  return [...byName].map(([name, definitions]) => {
    const [first = null] = definitions
    const only = definitions.length === 1 ? hashes.get(name) : undefined
    return {
      name,
      definition: only?.definition ?? `[${namesOf(tools, name).join(',')}]`,
      hash: only?.hash ?? definitionHash(definitions),
      ...classify(classifiable(name, first), { server, siblings }),
    }
  })
}

/** One tool of a page that is still being read, for showing it at once. */
export function classifyListed(server: string, tool: ListedTool) {
  const subject = classifiable(tool.name, parseJson(tool.definition, BOUNDS))
  return { name: tool.name, description: subject.description, ...classify(subject, { server }) }
}

/** Definitions that are about to be accepted: their class may be that of another definition until now. */
export function classifyStored(
  server: string,
  accepted: readonly Tool[],
  all: readonly Tool[],
): ToolRecord[] {
  const siblings = all.map((tool) => tool.name)
  return accepted.map(({ name, definition, hash }) => {
    const subject = classifiable(name, parseJson(definition, BOUNDS))
    return { name, definition, hash, ...classify(subject, { server, siblings }) }
  })
}

function namesOf(tools: readonly ListedTool[], name: string): string[] {
  return tools.filter((tool) => tool.name === name).map((tool) => tool.definition)
}

function classifiable(name: string, definition: Json) {
  const object = isJsonObject(definition) ? definition : Object.create(null)
  const description = member(object, 'description')
  return {
    name,
    description: typeof description === 'string' ? description : '',
    inputSchema: toPlain(member(object, 'inputSchema') ?? null),
    annotations: toPlain(member(object, 'annotations') ?? null),
  }
}
