// From “this document should become that one” to the fewest changes of the text that do it. Unchanged
// parts are shared between the two values, so they are recognised by identity.
import { isJsonObject, type Json, type JsonObject, serializeJson } from '#lib/json/index.ts'
import { propertiesOf } from '../source/source.ts'
import type { SourceNode } from '../source/source-node.ts'
import type { TextEdit } from './command.ts'
import { joinEdits } from './text-edit.ts'
import type { Addition, Layout, Slot } from './writing.ts'

/** The edits of a text, whose tree is `root` and whose value is `before`, that make its value `after`. */
export function patchText(layout: Layout, root: SourceNode, before: Json, after: Json): TextEdit[] {
  const edits: TextEdit[] = []
  patchValue({ layout, edits }, { node: root }, before, after)
  return joinEdits(edits)
}

type Target = { readonly layout: Layout; readonly edits: TextEdit[] }

function patchValue({ layout, edits }: Target, slot: Slot, before: Json, after: Json): void {
  const { type } = slot.node
  if (before === after) return
  if (type === 'object' && isJsonObject(before) && isJsonObject(after))
    patchObject({ layout, edits }, slot, before, after)
  else if (type === 'array' && Array.isArray(before) && Array.isArray(after))
    patchArray({ layout, edits }, slot, before, after)
  else if (serializeJson(before) !== serializeJson(after)) edits.push(...layout.replace(slot, after))
}

function patchObject(target: Target, slot: Slot, before: JsonObject, after: JsonObject): void {
  const removed = new Set<SourceNode>()
  for (const { key, node: property, valueNode } of propertiesOf(slot.node)) {
    const next = Object.hasOwn(after, key) ? after[key] : undefined
    if (next === undefined) removed.add(property)
    else if (valueNode)
      patchValue(target, { node: valueNode, property, parent: slot.node }, before[key] ?? null, next)
  }
  const added: Addition[] = []
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) added.push([key, after[key] ?? null])
  change(target, slot, removed, added)
}

function patchArray(target: Target, slot: Slot, before: readonly Json[], after: readonly Json[]): void {
  const children = slot.node.children ?? []
  const kept = keptElements(before, after)
  if (kept) {
    const removed = new Set(children.filter((_, index) => !kept.has(index)))
    const added = after.slice(kept.size).map((value): Addition => [null, value])
    change(target, slot, removed, added)
  } else if (before.length === after.length) {
    for (const [index, child] of children.entries())
      patchValue(target, { node: child, parent: slot.node }, before[index] ?? null, after[index] ?? null)
  } else target.edits.push(...target.layout.replace(slot, [...after]))
}

/** The indices of the old elements that the new list begins with, in order; null where it does not keep the rest apart. */
function keptElements(before: readonly Json[], after: readonly Json[]): ReadonlySet<number> | null {
  const kept = new Set<number>()
  for (const [index, value] of before.entries()) if (sameElement(value, after[kept.size])) kept.add(index)
  const isRest = after
    .slice(kept.size)
    .every((value) => !before.some((old) => typeof old === 'object' && old === value))
  const changesInPlace = before.length === after.length && kept.size < before.length
  return isRest && !changesInPlace ? kept : null
}

/** Objects by identity: a changed rule is another rule. Texts by value. */
function sameElement(old: Json, next: Json | undefined): boolean {
  return old === next
}

function change(
  { layout, edits }: Target,
  slot: Slot,
  removed: ReadonlySet<SourceNode>,
  added: readonly Addition[],
): void {
  if (removed.size > 0 || added.length > 0) edits.push(...layout.change({ slot, removed, added }))
}
