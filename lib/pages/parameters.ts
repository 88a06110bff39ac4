export type Parameter = {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

/** The top level of a tool's input schema, for a table. What is no object schema has no rows. */
export function parametersOf(inputSchema: unknown): Parameter[] {
  if (!isRecord(inputSchema) || !isRecord(inputSchema.properties)) return []
  const required = new Set(Array.isArray(inputSchema.required) ? inputSchema.required : [])
  return Object.entries(inputSchema.properties).map(([name, schema]) => ({
    name,
    type: typeText(schema),
    required: required.has(name),
    description: isRecord(schema) && typeof schema.description === 'string' ? schema.description : '',
  }))
}

function typeText(schema: unknown): string {
  if (!isRecord(schema)) return 'any'
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') return `${typeText(schema.items)}[]`
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
