// How bad misuse would be, by what a tool does; and which of several categories speaks for a tool.
import type { Category, Severity } from '#lib/policy/index.ts'

const SEVERITY: Record<Category, Severity> = {
  Read: 'Low',
  Write: 'Medium',
  Execute: 'High',
  Destructive: 'Critical',
  Financial: 'Critical',
  Other: 'Low',
}
const PRECEDENCE: readonly Category[] = ['Financial', 'Destructive', 'Execute', 'Write', 'Read', 'Other']

export function severityOf(category: Category): Severity {
  return SEVERITY[category]
}

/** The category that wins where several apply; Other for none. */
export function gravest(categories: readonly Category[]): Category {
  return PRECEDENCE.find((category) => categories.includes(category)) ?? 'Other'
}
