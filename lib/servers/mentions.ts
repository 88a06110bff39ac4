// A definition that speaks of other servers' tools may be there to bend how an agent uses those (H6). It is
// said to the person who accepts it; nothing is refused for it.
import type { Tool } from '#lib/data/model.ts'

export type ForeignTool = { readonly tool: string; readonly server: string }

const MAX_MENTIONS = 20
// "search" and "status" are words; a name of several words is a name.
const DISTINCT = /^(?=.{6})(?:[A-Za-z0-9]+(?:[_\-./][A-Za-z0-9]+)+|[a-z0-9]+(?:[A-Z][a-z0-9]*)+)$/

/** The tools of other servers that a definition names, each once. */
export function mentionsIn(
  tool: Pick<Tool, 'name' | 'definition'>,
  own: readonly string[],
  foreign: readonly ForeignTool[],
): ForeignTool[] {
  const words = new Set(tool.definition.match(/[A-Za-z0-9_\-./]+/g)?.flatMap(trimmed) ?? [])
  const ours = new Set(own)
  const found = foreign.filter(
    (each) => DISTINCT.test(each.tool) && words.has(each.tool) && !ours.has(each.tool),
  )
  return found.slice(0, MAX_MENTIONS)
}

// "use send_mail." ends in a full stop that is not of the name.
function trimmed(word: string): string[] {
  const bare = word.replace(/^[-./]+|[-./]+$/g, '')
  return bare === word ? [word] : [word, bare]
}
