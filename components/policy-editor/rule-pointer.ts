// From the address of a rule, as decisions and issues carry it, to the tool whose card shows it.
import { type Policy, placementIn } from '#lib/policy/index.ts'

/** The entry's name in a pointer such as `/tools/create~1charge/deny_if/0`; null for any other rule. */
export function entryOfPointer(pointer: string): string | null {
  const [part, name] = pointerKeys(pointer)
  return part === 'tools' && name !== undefined ? name : null
}

/** The field of the entry that a pointer means: 'limits' of `/tools/x/limits/0/max`; null for the entry itself. */
export function fieldOfPointer(pointer: string): string | null {
  return entryOfPointer(pointer) === null ? null : (pointerKeys(pointer)[2] ?? null)
}

/** A pointer to `keys`, escaped as RFC 6901 wants it. */
export function pointerTo(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The unescaped steps of a pointer; none for the whole document or a sentinel such as `(hidden)`. */
export function pointerKeys(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The card that shows a rule: the entry's own, or the first of `tools` that a pattern governs. Null for a rule of no tool. */
export function toolOfPointer(
  pointer: string,
  policy: Policy | null,
  tools: readonly string[],
): string | null {
  const entry = entryOfPointer(pointer)
  if (entry === null || policy === null || !entry.includes('*')) return entry
  const placed = placementIn(policy)
  return tools.find((tool) => placed(tool).entry === entry) ?? null
}
