// A JSON Schema in a few words: "a text, at most 100 characters", "a list of Grant".
import { anchorOf } from '../anchors.ts'
import { quoted } from './markdown.ts'

export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly description?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly maxItems?: number
}

/** Markdown. A shape with a name is a link to it. */
export function typeWords(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return `[${quoted(name)}](api-shapes.md#${anchorOf(name)})`
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(', ')
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return [...new Set(choices.map(typeWords))].join(' or ')
  if (Array.isArray(schema.type)) {
    return schema.type.map((type: string) => typeWords({ ...schema, type })).join(' or ')
  }
  switch (schema.type) {
    case 'string':
      return textWords(schema)
    case 'integer':
      return numberWords('a whole number', schema)
    case 'number':
      return numberWords('a number', schema)
    case 'boolean':
      return 'true or false'
    case 'null':
      return '`null`'
    case 'array':
      return `a list${schema.items && Object.keys(schema.items).length > 0 ? ` of ${itemWords(schema.items)}` : ''}${schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`}`
    case 'object':
      return objectWords(schema)
    default:
      return 'any JSON'
  }
}

function itemWords(schema: Schema): string {
  const words = typeWords(schema)
  return schema.type === 'string' && !schema.enum ? words.replace(/^a text/, 'texts') : words
}

function textWords({ format, maxLength }: Schema): string {
  if (format === 'date-time') return 'a time (RFC 3339)'
  if (format !== undefined) return `a text (${format})`
  return maxLength === undefined ? 'a text' : `a text, at most ${maxLength} characters`
}

// The bounds of every whole number that JSON can carry say nothing.
function numberWords(words: string, { minimum, maximum }: Schema): string {
  const from = minimum !== undefined && Math.abs(minimum) < Number.MAX_SAFE_INTEGER ? `from ${minimum}` : ''
  const to = maximum !== undefined && maximum < 2_147_483_647 ? `to ${maximum}` : ''
  const bounds = [from, to].filter(Boolean).join(' ')
  return bounds ? `${words} ${bounds}` : words
}

function objectWords({ properties, additionalProperties }: Schema): string {
  const members = Object.keys(properties ?? {})
  if (members.length > 0) return `an object: ${members.map((name) => `\`${name}\``).join(', ')}`
  return typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
    ? `an object, each member ${typeWords(additionalProperties)}`
    : 'an object'
}
