// Two people changed one document: its parts side by side, each taken from one of them. A part is what a
// person means by a change: one entry, one hidden name, one group of methods, the default.
import { canonicalJson, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { listOr, objectOr, withList, withMember, withMembers } from '../edit/document.ts'
import { childPointer } from '../pointer.ts'

export type Side = 'mine' | 'theirs'

/** One part that not all three documents have alike. `undefined`: the document has no such part. */
export type MergePart = {
  /** The key of the part among all: a pointer; `/hide/<name>` for a hidden name, which has no index of its own. */
  readonly pointer: string
  readonly list: 'top' | 'hide' | 'methods' | 'tools'
  /** The tool, pattern, group or key that it is about. */
  readonly name: string
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
  /** Who changed it: `both` is for a person to settle. */
  readonly changedBy: Side | 'both'
}

/** The parts that changed since `base`, in the order of the document; what both changed alike is left out. */
export function mergeParts(base: JsonObject, mine: JsonObject, theirs: JsonObject): MergePart[] {
  return [...partNames([mine, theirs, base])].flatMap(([pointer, { list, name }]) => {
    const [was, one, other] = [base, mine, theirs].map((document) => partOf(document, list, name))
    if (same(one, other)) return []
    const changedBy = same(was, one) ? 'theirs' : same(was, other) ? 'mine' : 'both'
    return [{ pointer, list, name, base: was, mine: one, theirs: other, changedBy }]
  })
}

/** `mine` with each part as it was chosen; a part without a choice keeps whoever alone changed it, else mine. */
export function mergedDocument(
  mine: JsonObject,
  parts: readonly MergePart[],
  chosen: ReadonlyMap<string, Side>,
): JsonObject {
  const taken = parts.filter((part) => sideOf(part, chosen) === 'theirs')
  const changes = (list: MergePart['list']) =>
    taken.filter((part) => part.list === list).map((part) => [part.name, part.theirs] as const)
  let document = withMembers(mine, changes('top'))
  for (const list of ['methods', 'tools'] as const) {
    if (changes(list).length > 0)
      document = withMember(document, list, withMembers(objectOr(member(document, list)), changes(list)))
  }
  const hidden = new Map(changes('hide'))
  if (hidden.size === 0) return document
  const kept = listOr(member(document, 'hide')).filter(
    (name) => typeof name !== 'string' || !hidden.has(name) || hidden.get(name) !== undefined,
  )
  const added = [...hidden].flatMap(([name, value]) =>
    value === undefined || kept.includes(name) ? [] : [name],
  )
  return withList(document, 'hide', [...kept, ...added])
}

/** Whose part it will be. */
export function sideOf(part: MergePart, chosen: ReadonlyMap<string, Side>): Side {
  return chosen.get(part.pointer) ?? (part.changedBy === 'theirs' ? 'theirs' : 'mine')
}

type Named = Pick<MergePart, 'list' | 'name'>
const INNER = ['hide', 'methods', 'tools'] as const

function partNames(documents: readonly JsonObject[]): Map<string, Named> {
  const names = new Map<string, Named>()
  for (const document of documents) {
    for (const key of Object.keys(document))
      if (!INNER.some((list) => list === key)) names.set(childPointer('', key), { list: 'top', name: key })
    for (const name of listOr(member(document, 'hide')))
      if (typeof name === 'string') names.set(childPointer('/hide', name), { list: 'hide', name })
    for (const list of ['methods', 'tools'] as const)
      for (const name of Object.keys(objectOr(member(document, list))))
        names.set(childPointer(`/${list}`, name), { list, name })
  }
  return names
}

function partOf(document: JsonObject, list: MergePart['list'], name: string): Json | undefined {
  if (list === 'top') return member(document, name)
  const inner = member(document, list)
  if (list === 'hide') return listOr(inner).includes(name) ? true : undefined
  return isJsonObject(inner) ? member(inner, name) : undefined
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one === other || canonicalJson(one) === canonicalJson(other)
}
