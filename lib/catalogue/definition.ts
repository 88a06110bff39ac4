// A tool's class from its definition as a server's list holds it.
import { isJsonObject, type Json, jsonObject, member, toPlain } from '#lib/json/index.ts'
import { type Classification, classify } from './classify.ts'
import type { Surroundings } from './name.ts'
import type { Classifiable } from './readings.ts'

/** Classifies a definition of any shape; of several under one name the first. */
export function classifyDefinition(
  name: string,
  definition: Json,
  surroundings: Surroundings = {},
): Classification {
  return classify(subjectOf(name, definition), surroundings)
}

/** What of a definition decides its class, and what a person reads first. */
export function subjectOf(name: string, definition: Json): Classifiable & { readonly description: string } {
  const first = Array.isArray(definition) ? (definition[0] ?? null) : definition
  const object = isJsonObject(first) ? first : jsonObject()
  const description = member(object, 'description')
  return {
    name,
    description: typeof description === 'string' ? description : '',
    inputSchema: toPlain(member(object, 'inputSchema') ?? null),
    annotations: toPlain(member(object, 'annotations') ?? null),
  }
}
