// The words and filters of the list of attacks as its address holds them.
import { ATTACK_CLASSES, ATTACK_KINDS, type AttackSearch } from '#lib/attacks/index.ts'
import { one } from '../../search-params.ts'

const MAX_QUERY = 100

/** What an address asks for; what it says wrongly counts as not said. */
export function attacksViewOf(query: Readonly<Record<string, string | string[] | undefined>>): AttackSearch {
  return {
    q: one(query.q)?.trim().slice(0, MAX_QUERY) || undefined,
    class: ATTACK_CLASSES.find((each) => each === one(query.class)),
    kind: ATTACK_KINDS.find((each) => each === one(query.kind)),
  }
}

export function attacksHref({ q, class: of, kind }: AttackSearch): string {
  const query = new URLSearchParams()
  if (q !== undefined) query.set('q', q)
  if (of !== undefined) query.set('class', of)
  if (kind !== undefined) query.set('kind', kind)
  return query.size === 0 ? '/attacks' : `/attacks?${query}`
}
