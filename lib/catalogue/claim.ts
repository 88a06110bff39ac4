import type { Category } from '#lib/policy/index.ts'

/** One sign that a tool belongs to a category. `certainty` is 0 to 1. */
export type Claim = {
  readonly source: string
  readonly text: string
  readonly category: Category
  readonly certainty: number
}

/** A quoted piece of the definition. `says` is a category, or a risk in words. What decided comes first. */
export type Evidence = { readonly source: string; readonly text: string; readonly says: string }
