// Answers of the API, cut down to what an agent is shown.
import type { Ask } from '../api.ts'

/** These members of an object, and no other: a member that the API gains is not shown until it is named. */
export function only(answer: unknown, names: readonly string[]): Record<string, unknown> {
  const object = (answer ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(object, name) ? [[name, object[name]]] : [])),
  )
}

/** The same of each item of a page; `nextCursor` is there where another page is. */
export async function listOf(ask: Ask, path: string, names: readonly string[]) {
  const { items, nextCursor } = await ask<{ items: unknown[]; nextCursor?: string | null }>('GET', path)
  return { items: items.map((item) => only(item, names)), ...(nextCursor && { nextCursor }) }
}

/** `?a=1&b=2` of what is given; '' of nothing. */
export function query(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
