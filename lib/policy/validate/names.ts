// Names in `tools` and `hide`: those that name nothing, and those that others leave nothing for.
import { findGlob, isGlob, nameMatches, sortGlobs } from '../evaluate/glob.ts'
import { childPointer } from '../pointer.ts'
import type { Entry } from '../policy.ts'
import { nearest } from '../read/members.ts'
import { MAX_ENTRIES } from '../read/parse.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { listed } from './words.ts'

/** Looking for what was meant takes long, and a document for another server names nothing right. */
const MOST_HINTS = 10

export function checkNames(scene: Scene, entries: readonly PlacedEntry[]): void {
  warnHiddenTwice(scene)
  if (scene.tools.length === 0) return
  warnUnknown(scene)
  for (const placed of entries) {
    warnShadowed(scene, placed)
    warnHiddenEntry(scene, placed)
  }
}

function warnUnknown({ policy, tools, warn }: Scene): void {
  const names = new Set(tools.map((tool) => tool.name))
  let hints = 0
  const nearTo = (name: string): string | null => (hints++ < MOST_HINTS ? nearest(name, names) : null)
  const check = (name: string, pointer: string, isTaken: (near: string) => boolean, index?: number): void => {
    if (isGlob(name)) {
      if (!tools.some((tool) => nameMatches(name, tool.name)))
        warn(
          pointer,
          'unused-pattern',
          `The pattern “${name}” matches no tool of this server. Change it, or remove it.`,
        )
      return
    }
    if (names.has(name)) return
    const near = nearTo(name)
    const command =
      index === undefined
        ? ({ type: 'rename-key', pointer, to: near ?? '' } as const)
        : ({ type: 'set', pointer, value: near ?? '' } as const)
    warn(
      pointer,
      'unknown-tool',
      `This server has no tool “${name}”.${near === null ? '' : ` Did you mean “${near}”?`}`,
      near === null || isTaken(near) ? undefined : { label: `Rename to ${near}`, command },
    )
  }
  for (const name of policy.tools.keys())
    check(name, childPointer('/tools', name), (near) => policy.tools.has(near))
  for (const [index, name] of policy.hide.entries())
    check(name, `/hide/${index}`, (near) => policy.hide.includes(near), index)
}

/** M3: the exact entry governs, else the glob with the most literal characters. */
function warnShadowed({ policy, tools, governed, warn }: Scene, { name, at }: PlacedEntry): void {
  if (name === null || !isGlob(name) || governed.has(name)) return
  const matched = tools.filter((tool) => nameMatches(name, tool.name)).map((tool) => tool.name)
  if (matched.length === 0) return
  const own = matched.filter((tool) => policy.tools.has(tool)).length
  const why =
    own === matched.length ? 'an entry of its own' : 'an entry of its own or a more specific pattern'
  warn(
    at,
    'shadowed-pattern',
    `“${name}” governs no tool now, for each that it matches (${listed(matched)}) has ${why}. Its rules would hold only for tools to come.`,
  )
}

/** D3: hiding a tool leaves its entry, which then waits without effect. */
function warnHiddenEntry({ governed, hiddenBy, warn }: Scene, { name, at, entry }: PlacedEntry): void {
  const tools = name === null ? [] : (governed.get(name) ?? [])
  if (name === null || tools.length === 0 || !hasRules(entry)) return
  if (!tools.every((tool) => hiddenBy(tool.name) !== null)) return
  const who = isGlob(name) ? 'Every tool that it governs' : name
  warn(
    at,
    'hidden-entry',
    `${who} is hidden, so the rules of this entry have no effect. Remove the entry, or take the name out of “hide”.`,
    { label: 'Remove the entry', command: { type: 'remove-entry', tool: name } },
  )
}

export function hasRules(entry: Entry): boolean {
  const { require, deny_if, limits } = entry
  return require.length + deny_if.length + limits.length > 0 || entry.require_approval !== null
}

function warnHiddenTwice({ policy, warn }: Scene): void {
  const seen = new Set<string>()
  const globs = sortGlobs(new Set(policy.hide))
  // Each name is held against each pattern; a document with thousands of both is left at that.
  if (globs.length * policy.hide.length > MAX_ENTRIES * MAX_PATTERNS) return
  for (const [index, name] of policy.hide.entries()) {
    const others = globs.filter((glob) => glob.name !== name)
    const again = seen.has(name)
    const by = again ? name : findGlob(others, name)?.name
    seen.add(name)
    // Of two patterns that match the same names, such as * and **, the first stays.
    if (by === undefined || (!again && isGlob(name) && nameMatches(name, by) && !seen.has(by))) continue
    const pointer = `/hide/${index}`
    warn(
      pointer,
      'hidden-twice',
      again
        ? `“${name}” stands in “hide” twice. Remove one of them.`
        : `“${name}” is hidden by “${by}” anyway. Remove it.`,
      {
        label: 'Remove it',
        command: { type: 'remove', pointer },
      },
    )
  }
}

const MAX_PATTERNS = 100
