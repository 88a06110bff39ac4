// What the filters and orders are called.
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import type { Filter, Mark } from './board/filter.ts'
import type { OrderBy } from './board/order.ts'

export const MARK_WORDS: Record<Mark, string> = {
  edited: 'Changed in this draft',
  changed: 'Changed on the server',
  new: 'New on the server',
  gone: 'Gone from the server',
  ruled: 'Has a rule',
  default: 'By default',
  unused: 'Unused for 7 days',
}

export const ORDER_WORDS: Record<OrderBy, string> = {
  severity: 'Risk',
  name: 'Name',
  calls: 'Calls',
  server: 'Server',
  lane: 'Lane',
  category: 'Category',
  state: 'State',
}

export type Chosen = { readonly label: string; readonly without: Filter }

/** Each ticked box with the filter as it is without it. */
export function chosenIn(filter: Filter): readonly Chosen[] {
  return [
    ...SEVERITIES.toReversed().flatMap((value) =>
      filter.severities.includes(value)
        ? {
            label: value,
            without: { ...filter, severities: filter.severities.filter((one) => one !== value) },
          }
        : [],
    ),
    ...CATEGORIES.flatMap((value) =>
      filter.categories.includes(value)
        ? {
            label: value,
            without: { ...filter, categories: filter.categories.filter((one) => one !== value) },
          }
        : [],
    ),
    ...filter.marks.map((value) => ({
      label: MARK_WORDS[value],
      without: { ...filter, marks: filter.marks.filter((one) => one !== value) },
    })),
  ]
}
