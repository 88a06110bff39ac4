// One tool for each name of a list. Tools that share a name cannot be told apart, so they become one that
// nothing ever pins (POLICY D2): its definition is all of theirs.
import { type Json, parseJson, serializeJson } from '#lib/json/index.ts'
import { definitionHashOf } from './definition-hash.ts'

export type NamedTool = {
  readonly name: string
  /** JSON text; an array of all definitions where the name stood twice. */
  readonly definition: string
  readonly hash: string
  readonly isTwice: boolean
}

/** @param definitions all that the list holds under this name, in its order */
export function namedTool(name: string, definitions: readonly Json[]): NamedTool {
  const [only] = definitions
  const isTwice = definitions.length > 1
  const definition: Json = isTwice || only === undefined ? [...definitions] : only
  const text = serializeJson(definition)
  return { name, definition: text, hash: definitionHashOf(text, definition), isTwice }
}

// The definitions were bounded when they were read.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** A whole list, one tool for each name, in the order in which the names come first. */
export function namedTools(list: readonly Pick<NamedTool, 'name' | 'definition' | 'hash'>[]): NamedTool[] {
  const byName = new Map<string, Pick<NamedTool, 'name' | 'definition' | 'hash'>[]>()
  for (const tool of list) {
    const namesakes = byName.get(tool.name)
    if (namesakes) namesakes.push(tool)
    else byName.set(tool.name, [tool])
  }
  return [...byName].map(([name, [first, ...others]]) =>
    first && others.length === 0
      ? { name, definition: first.definition, hash: first.hash, isTwice: false }
      : namedTool(
          name,
          (byName.get(name) ?? []).map((tool) => parseJson(tool.definition, BOUNDS)),
        ),
  )
}
