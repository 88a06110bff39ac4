// A policy document in a request: a text, or an object that stands in the JSON itself.
import { z } from 'zod'
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type Json, JsonNumber, member, numberText } from '#lib/json/index.ts'

export const documentShape = z
  .union([z.string(), z.record(z.string(), z.unknown())], {
    error: 'the policy document, as a JSON object or as its text',
  })
  .meta({ description: 'The policy document, as a JSON object or as text (JSON; comments are kept).' })

/** The text to store: as written, or an object laid out with two spaces and its numbers as sent. */
export function documentText(body: Json): string {
  const document = isJsonObject(body) ? member(body, 'document') : undefined
  if (typeof document === 'string') return document
  if (isJsonObject(document)) return pretty(document, '')
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
