// A tool's arguments as its input schema declares them, for people: names, types in words, choices.

export type Parameter = {
  readonly name: string
  /** "text", "number", "list of texts", "one of 3", … */
  readonly type: string
  readonly required: boolean
  readonly description: string
  readonly choices: readonly string[]
}

/** The declared top-level arguments, required ones first; none where the schema declares none. */
export function parametersOf(inputSchema: unknown): readonly Parameter[] {
  const schema = recordOf(inputSchema)
  const required = new Set(listOf(schema.required))
  const all = Object.entries(recordOf(schema.properties)).map(([name, value]) => {
    const property = recordOf(value)
    return {
      name,
      type: typeWords(property),
      required: required.has(name),
      description: typeof property.description === 'string' ? property.description : '',
      choices: listOf(property.enum).map((choice) =>
        typeof choice === 'string' ? choice : JSON.stringify(choice),
      ),
    }
  })
  return [...all.filter((each) => each.required), ...all.filter((each) => !each.required)]
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

function typeWords(property: Readonly<Record<string, unknown>>): string {
  const choices = listOf(property.enum)
  if (choices.length > 0) return `one of ${choices.length}`
  if (Array.isArray(property.type))
    return property.type.map((type) => WORDS[String(type)] ?? String(type)).join(' or ')
  if (property.type === 'array') {
    const items = recordOf(property.items)
    return Object.keys(items).length === 0 ? 'list' : `list of ${plural(typeWords(items))}`
  }
  if (typeof property.type === 'string') return WORDS[property.type] ?? property.type
  return listOf(property.anyOf).length > 0 || listOf(property.oneOf).length > 0 ? 'several types' : 'anything'
}

function plural(words: string): string {
  return words === 'object' || words === 'number' || words === 'whole number' || words === 'text'
    ? `${words}s`
    : words
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
