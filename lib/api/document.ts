// A policy document in a request: a text, or an object that stands in the JSON itself.
import { z } from 'zod'
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type Json, JsonNumber, jsonObject, member, numberText } from '#lib/json/index.ts'
import { FORMATS, type Format } from '#lib/policy/index.ts'

export const documentShape = z
  .union([z.string(), z.record(z.string(), z.unknown())], {
    error: 'the policy document, as a JSON object or as its text',
  })
  .meta({
    description:
      'The policy document, as a JSON object or as text (JSON, JSON with comments, or YAML; it is kept as written).',
  })

/**
 * The text to store: as written, or an object laid out with two spaces and its numbers as sent. An
 * object is JSON, whatever `format` says; of a text it is the `format` that it is read in.
 * @throws Fault invalid-input
 */
export function documentText(body: Json): { document: string; format?: Format } {
  const object = isJsonObject(body) ? body : jsonObject()
  const document = member(object, 'document')
  const format = FORMATS.find((each) => each === member(object, 'format'))
  if (typeof document === 'string') return format === undefined ? { document } : { document, format }
  if (isJsonObject(document)) return { document: pretty(document, ''), format: 'json' }
  throw new Fault('invalid-input', 'document: the policy document, as a JSON object or as its text')
}

function pretty(value: Json, indent: string): string {
  if (typeof value === 'number' || value instanceof JsonNumber) return numberText(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const lines = Array.isArray(value)
    ? value.map((each) => inner + pretty(each, inner))
    : Object.entries(value).map(([key, each]) => `${inner}${JSON.stringify(key)}: ${pretty(each, inner)}`)
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`
}
