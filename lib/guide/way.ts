// Several schemas that hold at once, read together.
import { isSchemaObject, type SchemaObject, type Way } from '#lib/policy/index.ts'

/** In the order in which an example prefers them. */
const TYPES = ['object', 'string', 'integer', 'number', 'boolean', 'array', 'null'] as const
export type SchemaType = (typeof TYPES)[number]

/** The types that all schemas allow, the preferred first. */
export function commonTypes(way: Way): SchemaType[] {
  const allowed = TYPES.filter((type) =>
    way.every(({ type: said, nullable }) => {
      if (said === undefined) return true
      const list: unknown[] = Array.isArray(said) ? said : [said]
      if (list.includes(type) || (type === 'integer' && list.includes('number'))) return true
      return type === 'null' && nullable === true
    }),
  )
  const hinted = allowed.filter((type) => way.some((schema) => hints(schema, type)))
  return [...new Set([...hinted, ...allowed])]
}

// A schema without a type may still say what it is about.
function hints(schema: SchemaObject, type: SchemaType): boolean {
  if (type === 'object') return 'properties' in schema || 'required' in schema
  if (type === 'array') return 'items' in schema || 'minItems' in schema
  if (type === 'number') return 'minimum' in schema || 'maximum' in schema
  return false
}

/** The strictest upper bound under this keyword; undefined where there is none. */
export function lastOf(way: Way, key: 'maxItems' | 'maxLength' | 'maxProperties'): number | undefined {
  const bounds = way.map((schema) => schema[key]).filter((bound) => typeof bound === 'number')
  return bounds.length === 0 ? undefined : Math.min(...bounds)
}

/** What a schema says of one member: its own definition, or what holds of members that have none. */
export function definedIn({ properties, additionalProperties }: SchemaObject, name: string): unknown[] {
  if (isSchemaObject(properties) && Object.hasOwn(properties, name)) return [properties[name]]
  return isSchemaObject(additionalProperties) ? [additionalProperties] : []
}
