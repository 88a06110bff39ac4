// The policy that is laid out for a new server: the first preset, by the name that its callers know.
import type { DocumentSource } from '../source/document-source.ts'
import type { LaidOut } from './lay-out.ts'
import { presetDocument, presetPolicy } from './presets.ts'

/** The recommended document for a server's tools (R1), two-space JSON. */
export function recommendedPolicy(tools: readonly LaidOut[]): string {
  return presetPolicy('recommended', tools)
}

/** The same as it is read again, without reading it: of a large server the text alone is 100 kB. */
export function recommendedDocument(tools: readonly LaidOut[]): DocumentSource {
  return presetDocument('recommended', tools)
}
