// How the board is looked at (filters, order, view) and the part of the address that says so, so that any
// of it can be linked and comes back with Reload.
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { type Filter, MARKS } from './board/filter.ts'
import { ORDERS, type Order, USUAL_ORDER } from './board/order.ts'

export const VIEWS = ['board', 'table'] as const
export type View = (typeof VIEWS)[number]
export type Look = { readonly filter: Filter; readonly order: Order; readonly view: View }

/** A cookie and not localStorage: the server then draws the view that was left. */
export const VIEW_COOKIE = 'policy-view'
const YEAR_MS = 31_536_000_000

type Query = Readonly<Record<string, string | string[] | undefined>>

/**
 * Reads `?q=` · `?risk=` · `?category=` · `?show=` · `?order=` (with a minus: reversed) · `?view=`; what is
 * none of its words counts as absent.
 * @param remembered the view of the last visit, where the address names none
 */
export function lookIn(query: Query, remembered?: string): Look {
  const order = textOf(query.order)
  const by = one(ORDERS, order.replace(/^-/, ''))
  return {
    filter: {
      query: textOf(query.q),
      severities: some(SEVERITIES, textOf(query.risk)),
      categories: some(CATEGORIES, textOf(query.category)),
      marks: some(MARKS, textOf(query.show)),
    },
    order: by === undefined ? USUAL_ORDER : { by, reversed: order.startsWith('-') },
    view: one(VIEWS, textOf(query.view)) ?? one(VIEWS, remembered ?? '') ?? 'board',
  }
}

/** The parameters that `lookIn` reads back as this look; null for what is as usual. */
export function lookParameters({ filter, order, view }: Look): Record<string, string | null> {
  const listed = (words: readonly string[]) => (words.length === 0 ? null : words.join(',').toLowerCase())
  const usual = order.by === USUAL_ORDER.by && !order.reversed
  return {
    q: filter.query.trim() === '' ? null : filter.query,
    risk: listed(filter.severities),
    category: listed(filter.categories),
    show: listed(filter.marks),
    order: usual ? null : `${order.reversed ? '-' : ''}${order.by}`,
    view: view === 'board' ? null : view,
  }
}

/** Remembered where the browser has a cookie store: over https, and on this machine. */
export function rememberView(view: View): void {
  window.cookieStore?.set({
    name: VIEW_COOKIE,
    value: view,
    expires: Date.now() + YEAR_MS,
    sameSite: 'lax',
  })
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function one<Word extends string>(words: readonly Word[], text: string): Word | undefined {
  return words.find((word) => word.toLowerCase() === text.toLowerCase())
}

function some<Word extends string>(words: readonly Word[], text: string): readonly Word[] {
  const asked = text.toLowerCase().split(',')
  return words.filter((word) => asked.includes(word.toLowerCase()))
}
