// tools/list as one grant may see it (E14): tools are left out, nothing else is touched. Every list
// that passes is compared with the pins, so a changed tool is refused from then on, whoever lists it.
import { type Pool, recordToolList, type SeenTool, type StoredTool } from '#lib/data/admission/index.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import { isToolName } from '#lib/mcp/index.ts'
import { type CompiledPolicy, isListed } from '#lib/policy/index.ts'
import { definitionHash } from '#lib/upstream/index.ts'
import type { Grounds } from './steps/authenticate-grant.ts'

export type ListView = {
  readonly result: JsonObject
  readonly seen: readonly SeenTool[]
  /** True where this page is the whole list. */
  readonly isWhole: boolean
}

/** The filtered result, or null for one that cannot be read: it is refused, not passed. Pure. */
export function filterTools(
  result: JsonObject,
  stored: ReadonlyMap<string, StoredTool>,
  policy: CompiledPolicy | null,
  isFirstPage: boolean,
): ListView | null {
  const tools = member(result, 'tools')
  if (!Array.isArray(tools)) return null
  const byName = new Map<string, Json[]>()
  for (const tool of tools) {
    const name = isJsonObject(tool) ? member(tool, 'name') : undefined
    if (typeof name !== 'string') return null
    byName.set(name, [...(byName.get(name) ?? []), tool])
  }
  const seen = [...byName].map(([name, definitions]) => seenTool(name, definitions))
  const shown = new Set(
    seen
      .filter((tool) => !tool.isTwice && mayShow(tool, stored.get(tool.name), policy))
      .map((tool) => tool.name),
  )
  const filtered = jsonObject(Object.entries(result))
  filtered.tools = tools.filter((tool) => isJsonObject(tool) && shown.has(String(tool.name)))
  return { result: filtered, seen, isWhole: isFirstPage && !Object.hasOwn(result, 'nextCursor') }
}

// What is shown is the definition that a person accepted, not what the last stored list said.
function mayShow(tool: SeenTool, known: StoredTool | undefined, policy: CompiledPolicy | null): boolean {
  if (known?.pinnedHash !== tool.hash || !isToolName(tool.name)) return false
  const { name, category, severity } = known
  return isListed(policy, { name, category, severity, state: 'pinned', declared: [] })
}

function seenTool(name: string, definitions: readonly Json[]): SeenTool {
  const [only] = definitions
  const isTwice = definitions.length > 1
  // Of a name listed twice (D2) both definitions are kept, as an array that is never pinned.
  const definition: Json = isTwice || only === undefined ? [...definitions] : only
  return { name, definition: serializeJson(definition), hash: definitionHash(definition), isTwice }
}

/** Stores what a list said, where it says something new. A failure here must not fail the list: it is told. */
export async function rememberList(
  pool: Pool,
  { facts }: Grounds,
  view: ListView,
  stored: ReadonlyMap<string, StoredTool>,
): Promise<void> {
  const changed = view.seen.filter((tool) => {
    const known = stored.get(tool.name)
    return !known || known.hash !== tool.hash || known.state === 'gone'
  })
  const names = new Set(view.seen.map((tool) => tool.name))
  const vanished =
    view.isWhole && [...stored.values()].some((tool) => tool.state !== 'gone' && !names.has(tool.name))
  if (changed.length === 0 && !vanished) return
  await recordToolList(pool, facts, changed, view.isWhole ? [...names] : null)
}
