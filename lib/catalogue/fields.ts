// The parameters of a tool, from its input schema: every one that can be named, however deep, up to a
// bound. The schema is the server's own claim and may be anything.
import { wordsOf } from './words.ts'

export type Field = {
  /** As a policy would name it below `args.`: `media[].url`. */
  readonly path: string
  /** The last part of the path. */
  readonly key: string
  /** The same in one convention: `filePath` and `file-path` are `file_path`. */
  readonly name: string
  readonly description: string
  /** What it may be, where that is a list of strings. */
  readonly values: readonly string[]
  /** `type` as declared; '' where the schema leaves it open. */
  readonly type: string
  readonly isRequired: boolean
}

const MAX_FIELDS = 300
const MAX_DEPTH = 6
const MAX_OPTIONS = 20
const MAX_VALUES = 100
const MAX_TEXT = 500
const MAX_KEY = 200

/** Reads a JSON Schema of any shape; what is no schema has no fields. */
export function fieldsOf(schema: unknown): Field[] {
  const fields: Field[] = []
  // Every step counts, not every field: a schema of nothing but alternatives must end too.
  let steps = 4 * MAX_FIELDS
  const visit = (value: unknown, path: string, depth: number): void => {
    if (!isRecord(value) || depth > MAX_DEPTH || --steps < 0) return
    const { properties, items } = value
    if (isRecord(properties)) {
      const required = Array.isArray(value.required) ? value.required.slice(0, MAX_FIELDS) : []
      for (const key in properties) {
        if (!Object.hasOwn(properties, key)) continue
        if (fields.length >= MAX_FIELDS) return
        const child = properties[key]
        const at = (path === '' ? key : `${path}.${key}`).slice(0, MAX_KEY)
        fields.push(fieldOf(at, key.slice(0, MAX_KEY), child, depth === 0 && required.includes(key)))
        visit(child, at, depth + 1)
      }
    }
    if (isRecord(items)) visit(items, `${path}[]`, depth + 1)
    for (const options of [value.anyOf, value.oneOf, value.allOf])
      if (Array.isArray(options))
        for (const option of options.slice(0, MAX_OPTIONS)) visit(option, path, depth + 1)
  }
  visit(schema, '', 0)
  return fields
}

function fieldOf(path: string, key: string, child: unknown, isRequired: boolean): Field {
  const record = isRecord(child) ? child : {}
  const { description } = record
  return {
    path,
    key,
    name: wordsOf(key).join('_'),
    description: typeof description === 'string' ? description.slice(0, MAX_TEXT) : '',
    values: valuesOf(record, 0),
    type: typeOf(record),
    isRequired,
  }
}

function typeOf(field: Record<string, unknown>): string {
  if (typeof field.type === 'string') return field.type
  if (Array.isArray(field.type)) return field.type.filter((each) => typeof each === 'string').join('|')
  const isShaped = ['anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const', 'properties'].some(
    (key) => field[key] !== undefined,
  )
  return isShaped ? 'shaped' : ''
}

function valuesOf(field: Record<string, unknown>, depth: number): string[] {
  if (Array.isArray(field.enum)) return field.enum.slice(0, MAX_VALUES).filter(isText)
  const options = [field.anyOf, field.oneOf].find(Array.isArray)
  if (!Array.isArray(options)) return isRecord(field.items) && depth === 0 ? valuesOf(field.items, 1) : []
  return options.slice(0, MAX_VALUES).flatMap((option: unknown) => {
    if (!isRecord(option)) return []
    if (isText(option.const)) return [option.const]
    return Array.isArray(option.enum) ? option.enum.slice(0, MAX_VALUES).filter(isText) : []
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_KEY
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
