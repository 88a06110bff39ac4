// A tool is pinned by the hash of its whole definition (POLICY D1): a change of any member, at any
// depth, is another definition.
import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '#lib/json/index.ts'

/** SHA-256, in hex, of the definition's canonical JSON. */
export function definitionHash(definition: Json): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex')
}
