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
