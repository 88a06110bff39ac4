// A text with what it says, parsed once however often it is compared.
import { notationOf, parsePolicyText } from '#lib/policy/index.ts'
import type { Written } from './difference.tsx'

/** `policy` is null for a text that does not parse (by today's rules). */
export function written(text: string): Written {
  const parsed = parsePolicyText(text, notationOf(text))
  return { text, policy: parsed.ok ? parsed.value.policy : null }
}
