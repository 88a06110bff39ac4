// The policy that is laid out for a new server: the first preset, by the name that its callers know.
import type { LaidOut } from './lay-out.ts'
import { presetPolicy } from './presets.ts'

/** The recommended document for a server's tools (R1), two-space JSON. */
export function recommendedPolicy(tools: readonly LaidOut[]): string {
  return presetPolicy('recommended', tools)
}
