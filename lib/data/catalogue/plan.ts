// What has to be written so that the tables say what an import gives: nothing, where they do.

import { definitionChanges, factChanges, joined } from './difference.ts'
import type { ChangedField, ListingFacts } from './model.ts'
import type { PreparedListing, PreparedTool } from './prepared.ts'
import { type ChangeRow, type ServerRow, serverRow, type ToolRow, toolRow } from './rows.ts'
import { newToolSlug } from './slugs.ts'
import type { StoredServer, StoredTool } from './stored.ts'

export type Plan = {
  readonly server: ServerRow
  readonly added: readonly ToolRow[]
  readonly rewritten: readonly { readonly id: number; readonly row: ToolRow; readonly isOther: boolean }[]
  /** Ids of tools that are not listed any more. */
  readonly removed: readonly number[]
  readonly changes: readonly ChangeRow[]
  /** Lexemes of rows that are written again or go, for what words are counted. */
  readonly oldWords: readonly string[]
}

/** A listing that nobody has seen before. */
export function planNew(prepared: PreparedListing): Plan {
  const taken = new Set<string>()
  const tools = prepared.tools ?? []
  return {
    server: serverRow(prepared, prepared.facts, tools),
    added: tools.map((tool, index) => toolRow(prepared.facts, tool, newToolSlug(tool.name, taken), index)),
    rewritten: [],
    removed: [],
    changes: [],
    oldWords: [],
  }
}

/** A listing that is there. @param oldWords its own lexemes */
export function planAgain(
  prepared: PreparedListing,
  server: StoredServer,
  stored: readonly StoredTool[],
  oldWords: readonly string[],
): Plan {
  const present = stored.filter(({ isRemoved }) => !isRemoved)
  const facts = joined(server.listing, prepared.facts, prepared.tools !== null || present.length === 0)
  const tools = toolsPlan(prepared.tools, stored, facts)
  const fields = factChanges(server.listing, facts)
  return {
    server: serverRow(prepared, facts, prepared.tools ?? present),
    ...tools,
    changes: [
      ...(fields.length > 0 ? [{ kind: 'server', tool: null, fields } as const] : []),
      ...tools.changes,
    ],
    oldWords: [...oldWords, ...tools.oldWords],
  }
}

function toolsPlan(
  tools: readonly PreparedTool[] | null,
  stored: readonly StoredTool[],
  facts: ListingFacts,
) {
  const plan = {
    added: [] as ToolRow[],
    rewritten: [] as { id: number; row: ToolRow; isOther: boolean }[],
    removed: [] as number[],
    changes: [] as ChangeRow[],
    oldWords: [] as string[],
  }
  if (tools === null) return plan
  const taken = new Set(stored.map(({ slug }) => slug))
  const known = new Map(stored.map((tool) => [tool.name, tool]))
  for (const [position, tool] of tools.entries()) {
    const before = known.get(tool.name)
    known.delete(tool.name)
    if (!before) {
      plan.added.push(toolRow(facts, tool, newToolSlug(tool.name, taken), position))
      // Where nobody had read its tools before, all of them are read for the first time, and none was added.
      if (stored.length > 0) plan.changes.push({ kind: 'added', tool: tool.name, fields: [] })
      continue
    }
    const row = toolRow(facts, tool, before.slug, position)
    if (isSame(before, row)) continue
    const changes = changeOf(before, row)
    plan.rewritten.push({ id: before.id, row, isOther: changes.length > 0 })
    if (!before.isRemoved) plan.oldWords.push(...before.words)
    plan.changes.push(...changes)
  }
  for (const tool of known.values()) {
    if (tool.isRemoved) continue
    plan.removed.push(tool.id)
    plan.oldWords.push(...tool.words)
    plan.changes.push({ kind: 'removed', tool: tool.name, fields: [] })
  }
  return plan
}

// Whatever of this differs is written; only another definition is a change that people are told of.
function isSame(before: StoredTool, row: ToolRow): boolean {
  return (
    !before.isRemoved &&
    before.hash === row.hash &&
    before.category === row.category &&
    before.position === row.position &&
    before.weight === row.weight &&
    Math.abs(before.confidence - row.confidence) < 0.001 &&
    before.words.length === row.words.length &&
    row.words.every((word) => before.words.includes(word))
  )
}

function changeOf(before: StoredTool, row: ToolRow): ChangeRow[] {
  const fields: ChangedField[] =
    before.hash === row.hash ? [] : definitionChanges(before.definition, row.definition)
  if (before.isRemoved) return [{ kind: 'returned', tool: row.name, fields }]
  return fields.length > 0 ? [{ kind: 'changed', tool: row.name, fields }] : []
}
