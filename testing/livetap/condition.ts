// What a watcher looks for in an entry.
export const OPERATORS = ['>', '<', '>=', '<=', '==', '!=', 'contains', 'matches'] as const
export type Condition = {
  readonly field: string
  readonly op: (typeof OPERATORS)[number]
  readonly value?: unknown
}

/** Whether the payload's field satisfies the condition; null where the payload has no such field. */
export function satisfies(payload: unknown, condition: Condition): boolean | null {
  const found = fieldOf(payload, condition.field)
  if (found === undefined) return null
  const { value } = condition
  switch (condition.op) {
    case '==':
      return found === value
    case '!=':
      return found !== value
    case 'contains':
      return String(found).includes(String(value))
    case 'matches':
      return new RegExp(String(value)).test(String(found))
    default:
      return typeof found === 'number' && typeof value === 'number' && compare(found, condition.op, value)
  }
}

function compare(a: number, op: '>' | '<' | '>=' | '<=', b: number): boolean {
  if (op === '>') return a > b
  if (op === '<') return a < b
  return op === '>=' ? a >= b : a <= b
}

function fieldOf(payload: unknown, path: string): unknown {
  let value = payload
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
