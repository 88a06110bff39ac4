// A tool is pinned by the hash of its whole definition (POLICY D1): a change of any member, at any
// depth, is another definition. One member is left out: `execution` says how a call may be run
// (2025-11-25, tasks), which the 2026-07-28 wire says elsewhere, so a server of both eras lists the same
// tool with it and without it. What a task may do is judged by itself (N2).
import { createHash } from 'node:crypto'
import { canonicalJson, isJsonObject, type Json, jsonObject } from '#lib/json/index.ts'

/** SHA-256, in hex, of the definition's canonical JSON. */
export function definitionHash(definition: Json): string {
  const pinned = isJsonObject(definition)
    ? jsonObject(Object.entries(definition).filter(([key]) => key !== 'execution'))
    : definition
  return createHash('sha256').update(canonicalJson(pinned)).digest('hex')
}

// The same lists pass again and again: what a text's hash is never changes.
const known = new Map<string, string>()
const MOST_KNOWN = 5_000
const LONGEST_KNOWN = 4_096

/** The same for a definition whose text is at hand. @param text the definition as `serializeJson` writes it */
export function definitionHashOf(text: string, definition: Json): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const hash = definitionHash(definition)
  if (text.length > LONGEST_KNOWN) return hash
  if (known.size >= MOST_KNOWN) {
    const oldest = known.keys().next()
    if (!oldest.done) known.delete(oldest.value)
  }
  known.set(text, hash)
  return hash
}
