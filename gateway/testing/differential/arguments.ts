// Arguments for a tool, made from its own schema: what is required, and what has a default.

type Schema = {
  readonly type?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly minimum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/**
 * Arguments that the schema accepts: each enum once, in the order of its values, so that every branch
 * that a schema shows is taken.
 */
export function argumentsFor(schema: unknown): Record<string, unknown>[] {
  const { properties = {} } = schema as Schema
  const longest = Math.max(1, ...Object.values(properties).map((each) => each.enum?.length ?? 1))
  return Array.from({ length: longest }, (_, turn) =>
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valueFor(each, turn)])),
  )
}

function valueFor(schema: Schema, turn: number): unknown {
  if (schema.enum) return schema.enum[turn % schema.enum.length]
  // A default URL is somewhere on the network.
  if (schema.format === 'uri') return 'data:text/plain,hello'
  if (schema.type === 'boolean') return turn % 2 === 0
  if (schema.type === 'number' || schema.type === 'integer') return schema.minimum ?? 1
  if (schema.type === 'string') return schema.default ?? 'some text'
  if (schema.type === 'object') return argumentsFor(schema)[0]
  return schema.type === 'array' ? [] : (schema.default ?? null)
}
