// From “this document should become that one” to the fewest changes of the text that do it. Unchanged
// parts are shared between the two values, so they are recognised by identity.
import { isJsonObject, type Json, type JsonObject, serializeJson } from '#lib/json/index.ts'
import type { TextEdit } from './command.ts'
import { type Addition, changeEdits, indentOf, printValue, type Style, styleOf } from './layout.ts'
import { propertiesOf, type SourceNode } from './source.ts'
import { joinEdits } from './text-edit.ts'

/** The edits of `text`, whose tree is `root` and whose value is `before`, that make its value `after`. */
export function patchText(text: string, root: SourceNode, before: Json, after: Json): TextEdit[] {
  const edits: TextEdit[] = []
  patchValue({ text, style: styleOf(text), edits }, root, before, after)
  return joinEdits(edits)
}

type Target = { readonly text: string; readonly style: Style; readonly edits: TextEdit[] }

function patchValue(target: Target, node: SourceNode, before: Json, after: Json): void {
  if (before === after) return
  if (node.type === 'object' && isJsonObject(before) && isJsonObject(after))
    patchObject(target, node, before, after)
  else if (node.type === 'array' && Array.isArray(before) && Array.isArray(after))
    patchArray(target, node, before, after)
  else if (serializeJson(before) !== serializeJson(after)) replaceValue(target, node, after)
}

function replaceValue({ text, style, edits }: Target, node: SourceNode, value: Json): void {
  const content = printValue(value, style, indentOf(text, node.offset))
  edits.push({ offset: node.offset, length: node.length, content })
}

function patchObject(target: Target, node: SourceNode, before: JsonObject, after: JsonObject): void {
  const removed = new Set<SourceNode>()
  for (const { key, node: property, valueNode } of propertiesOf(node)) {
    const next = Object.hasOwn(after, key) ? after[key] : undefined
    if (next === undefined) removed.add(property)
    else if (valueNode) patchValue(target, valueNode, before[key] ?? null, next)
  }
  const added: Addition[] = []
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) added.push([key, after[key] ?? null])
  change(target, node, removed, added)
}

function patchArray(target: Target, node: SourceNode, before: readonly Json[], after: readonly Json[]): void {
  const children = node.children ?? []
  const kept = keptElements(before, after)
  if (kept) {
    const removed = new Set(children.filter((_, index) => !kept.has(index)))
    const added = after.slice(kept.size).map((value): Addition => [null, value])
    change(target, node, removed, added)
  } else if (before.length === after.length) {
    for (const [index, child] of children.entries())
      patchValue(target, child, before[index] ?? null, after[index] ?? null)
  } else replaceValue(target, node, [...after])
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
  { text, style, edits }: Target,
  node: SourceNode,
  removed: ReadonlySet<SourceNode>,
  added: readonly Addition[],
): void {
  if (removed.size > 0 || added.length > 0) edits.push(...changeEdits(text, style, { node, removed, added }))
}
