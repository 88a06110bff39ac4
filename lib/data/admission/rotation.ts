// What waits, by organisation and grant. It is taken in turns: one of each organisation, and within an
// organisation one of each grant, so that what one of them piles up delays nobody else by more than a round.

export type Rotation<Item> = {
  readonly size: number
  /** How many items of a grant wait. */
  sizeOf(organisationId: string, grantId: string): number
  add(organisationId: string, grantId: string, item: Item): void
  /** Takes up to `most` items, in turns. */
  take(most: number): Item[]
}
type Line<Item> = { items: (Item | undefined)[]; next: number }
type Grants<Item> = Map<string, Line<Item>>

export function createRotation<Item>(): Rotation<Item> {
  // A Map keeps the order in which keys came: who was served goes to its end.
  const organisations = new Map<string, Grants<Item>>()
  let size = 0

  function takeOne(): Item | undefined {
    for (const [organisationId, grants] of organisations) {
      organisations.delete(organisationId)
      const item = takeFrom(grants)
      if (grants.size > 0) organisations.set(organisationId, grants)
      return item
    }
    return undefined
  }

  return {
    get size() {
      return size
    },
    sizeOf(organisationId, grantId) {
      const line = organisations.get(organisationId)?.get(grantId)
      return line ? line.items.length - line.next : 0
    },
    add(organisationId, grantId, item) {
      const grants = organisations.get(organisationId) ?? new Map<string, Line<Item>>()
      const line = grants.get(grantId) ?? { items: [], next: 0 }
      line.items.push(item)
      grants.set(grantId, line)
      organisations.set(organisationId, grants)
      size++
    },
    take(most) {
      const taken: Item[] = []
      while (taken.length < most) {
        const item = takeOne()
        if (item === undefined) break
        taken.push(item)
      }
      size -= taken.length
      return taken
    },
  }
}

function takeFrom<Item>(grants: Grants<Item>): Item | undefined {
  for (const [grantId, line] of grants) {
    grants.delete(grantId)
    const item = line.items[line.next]
    // Or a table that the Map has outgrown holds on to it, and to the exchange behind it, until all memory is collected.
    line.items[line.next] = undefined
    line.next++
    if (line.next < line.items.length) grants.set(grantId, trimmed(line))
    return item
  }
  return undefined
}

/** Without what was taken, now and then: taking from the front of a long array moves all of it. */
function trimmed<Item>(line: Line<Item>): Line<Item> {
  return line.next < 1000 ? line : { items: line.items.slice(line.next), next: 0 }
}
