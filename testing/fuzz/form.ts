// One way to write a value down, whoever read it: two readings are the same where their forms are. Keys
// are sorted, and numbers are what a double makes of them, for that is all most parsers keep.

/** The form of plain JavaScript data. `number` says how a number object of some library is written. */
export function formOf(value: unknown, number: (value: unknown) => string | null = () => null): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return numberForm(value)
  const special = number(value)
  if (special !== null) return special
  if (Array.isArray(value)) return `[${value.map((each) => formOf(each, number)).join(',')}]`
  if (typeof value !== 'object') return `?${typeof value}`
  const members = Object.entries(value).map(
    ([key, each]) => [JSON.stringify(key), formOf(each, number)] as const,
  )
  return objectForm(members)
}

/** The form of an object, of its keys as JSON texts and its members' forms. */
export function objectForm(members: readonly (readonly [string, string])[]): string {
  const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${sorted.map(([key, each]) => `${key}:${each}`).join(',')}}`
}

export function numberForm(value: number): string {
  return String(value === 0 ? 0 : value)
}
