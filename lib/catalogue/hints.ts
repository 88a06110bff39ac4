// What a server's annotations claim about its own tool (MCP: "clients MUST treat them as untrusted").
import type { Category } from '#lib/policy/index.ts'
import type { Claim } from './claim.ts'

export type Hints = { readonly readOnly: boolean | null; readonly destructive: boolean | null }

export function readHints(annotations: unknown): Hints {
  if (typeof annotations !== 'object' || annotations === null) return { readOnly: null, destructive: null }
  const hint = (key: string): boolean | null => {
    const value: unknown = Object.hasOwn(annotations, key) ? Reflect.get(annotations, key) : null
    return typeof value === 'boolean' ? value : null
  }
  return { readOnly: hint('readOnlyHint'), destructive: hint('destructiveHint') }
}

/** A claim where nothing else speaks (`category` is Other); a tool that calls itself destructive is believed. */
export function raisedByHints(category: Category, { readOnly, destructive }: Hints): Claim[] {
  if (category !== 'Other') return []
  if (destructive === true && readOnly !== true)
    return [{ source: 'annotations', text: 'destructiveHint: true', category: 'Destructive', certainty: 0.4 }]
  if (readOnly === null) return []
  const claimed = readOnly ? 'Read' : 'Write'
  return [{ source: 'annotations', text: `readOnlyHint: ${readOnly}`, category: claimed, certainty: 0.4 }]
}
