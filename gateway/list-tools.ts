// tools/list as one grant may see it (E14): tools are left out, nothing else is touched. Every list
// that passes is compared with the pins, so a changed tool is refused from then on, whoever lists it.
import { type Pool, recordToolList, type SeenTool, type StoredTool } from '#lib/data/admission/index.ts'
import { copyOf, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { isToolName } from '#lib/mcp/index.ts'
import { type CompiledPolicy, isListed } from '#lib/policy/index.ts'
import { namedTool } from '#lib/upstream/index.ts'
import type { Grounds } from './steps/authenticate-grant.ts'

export type ListView = {
  readonly result: JsonObject
  readonly seen: readonly SeenTool[]
  /** True where this page is the whole list. */
  readonly isWhole: boolean
}

/**
 * The filtered result, or null for one that cannot be read: it is refused, not passed. Pure. Where nothing is
 * left out it is the very object that was given.
 * @param text the result as `serializeJson` writes it, where it is at hand: what depends on nothing else is
 *   then made once for each text
 */
export function filterTools(
  result: JsonObject,
  stored: ReadonlyMap<string, StoredTool>,
  policy: CompiledPolicy | null,
  isFirstPage: boolean,
  text: string | null = null,
): ListView | null {
  const seen = seenIn(result, text)
  if (!seen) return null
  const isWhole = isFirstPage && !hasMore(result)
  const shown = new Set(
    seen
      .filter((tool) => !tool.isTwice && mayShow(tool, stored.get(tool.name), policy, isWhole))
      .map((tool) => tool.name),
  )
  return { result: shown.size === seen.length ? result : onlyShown(result, shown), seen, isWhole }
}

function onlyShown(result: JsonObject, shown: ReadonlySet<string>): JsonObject {
  const tools = member(result, 'tools')
  const filtered = copyOf(result)
  if (Array.isArray(tools))
    filtered.tools = tools.filter((tool) => isJsonObject(tool) && shown.has(String(tool.name)))
  return filtered
}

// The same lists pass again and again, and telling their tools apart is a fifth of what one costs: each is
// written anew and looked up by its hash. Which of them a grant sees is decided each time.
const known = new Map<string, readonly SeenTool[]>()
const MOST_KNOWN = 100
const LONGEST_KNOWN = 128 * 1024

function seenIn(result: JsonObject, text: string | null): readonly SeenTool[] | null {
  const before = text === null ? undefined : known.get(text)
  if (before) return before
  const seen = toolsIn(result)
  if (seen && text !== null && text.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value ?? '')
    known.set(text, seen)
  }
  return seen
}

function toolsIn(result: JsonObject): readonly SeenTool[] | null {
  const tools = member(result, 'tools')
  if (!Array.isArray(tools)) return null
  const byName = new Map<string, Json[]>()
  for (const tool of tools) {
    const name = isJsonObject(tool) ? member(tool, 'name') : undefined
    if (typeof name !== 'string') return null
    byName.set(name, [...(byName.get(name) ?? []), tool])
  }
  return [...byName].map(([name, definitions]) => namedTool(name, definitions))
}

// Anything but an absent cursor may mean that there is more.
function hasMore(result: JsonObject): boolean {
  return Object.hasOwn(result, 'nextCursor')
}

// What is shown is the definition that a person accepted, not what the last stored list said. A page says
// nothing of what stands on the others (the same name again, perhaps), so it brings nothing back (D2).
function mayShow(
  tool: SeenTool,
  known: StoredTool | undefined,
  policy: CompiledPolicy | null,
  isWhole: boolean,
): boolean {
  if (known?.pinnedHash !== tool.hash || !isToolName(tool.name)) return false
  if (!isWhole && known.state !== 'pinned') return false
  const { name, category, severity } = known
  return isListed(policy, { name, category, severity, state: 'pinned', declared: [] })
}

/**
 * Stores what a list said, where it says something new. A failure here must not fail the list: it is told.
 * @returns true where only a reading of the whole list can say how a tool stands now
 */
export async function rememberList(
  pool: Pool,
  { facts }: Grounds,
  view: ListView,
  stored: ReadonlyMap<string, StoredTool>,
  mostTools?: number,
): Promise<boolean> {
  const changed = view.seen.filter((tool) => {
    const known = stored.get(tool.name)
    return !known || known.hash !== tool.hash || known.state === 'gone'
  })
  const names = new Set(view.seen.map((tool) => tool.name))
  const vanished =
    view.isWhole && [...stored.values()].some((tool) => tool.state !== 'gone' && !names.has(tool.name))
  const mayReturn =
    !view.isWhole && changed.some((tool) => stored.get(tool.name)?.pinnedHash === tool.hash && !tool.isTwice)
  if (changed.length === 0 && !vanished) return mayReturn
  const { id: serverId, revision } = facts.server
  const key = {
    organisationId: facts.organisationId,
    serverId,
    revision,
    ...(mostTools !== undefined && { mostTools }),
  }
  await recordToolList(pool, key, changed, view.isWhole ? [...names] : null)
  return mayReturn
}
