import { activityUrl, type CallFilters } from '#components/activity/call-view.ts'

/** What is drawn of usage: the figures as `lib/usage` counts them. */
export type TallyView = {
  readonly calls: number
  readonly allow: number
  readonly deny: number
  readonly await: number
}
export type NamedView = { readonly id: string; readonly name: string }
export type PercentilesView = { readonly p50: number; readonly p95: number }
export type LatencyView = {
  readonly measured: number
  readonly gateway: PercentilesView | null
  readonly upstream: PercentilesView | null
}
export type StepView = TallyView & {
  readonly from: Date
  readonly until: Date
  readonly latency: LatencyView
}

export const RANGES = [
  { value: '1h', label: '1 hour', words: 'in the last hour' },
  { value: '24h', label: '24 hours', words: 'in the last 24 hours' },
  { value: '7d', label: '7 days', words: 'in the last 7 days' },
  { value: '30d', label: '30 days', words: 'in the last 30 days' },
  { value: 'kept', label: 'All kept', words: 'since calls are kept' },
] as const
export type RangeView = (typeof RANGES)[number]['value']

/** The filters of the usage page, as they stand in its URL. */
export type UsageFilters = {
  readonly range: RangeView
  readonly server?: string | undefined
  readonly grant?: string | undefined
  /** What the charts are shown as; charts where it is left out. */
  readonly as?: 'table' | undefined
}

/** The usage page's address with these filters. */
export function usageUrl({ range, ...rest }: UsageFilters): string {
  const query = new URLSearchParams()
  if (range !== '24h') query.set('range', range)
  for (const [name, value] of Object.entries(rest)) if (value) query.set(name, value)
  const text = query.toString()
  return text === '' ? '/usage' : `/usage?${text}`
}

/** What a figure counts: the filters of the page, and those of the figure itself. */
export type Behind = Omit<CallFilters, 'from' | 'to'> & { readonly from: Date; readonly until: Date }

/** The calls behind a figure. */
export function callsUrl({ from, until, ...filters }: Behind): string {
  return activityUrl({ ...filters, from: from.toISOString(), to: until.toISOString() })
}

/** A count in the reader's locale, in English where none is given. */
export function countText(count: number, locale: string | undefined = 'en'): string {
  return new Intl.NumberFormat(locale).format(count)
}

/** "12 calls", "1 call" */
export function callsText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'call' : 'calls'}`
}

/** "8.4 %"; "<0.1 %" rather than nothing where there is something. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  const percent = (part / whole) * 100
  return percent < 0.1 ? '<0.1 %' : `${percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)} %`
}

/** "0.42 ms", "8.1 ms", "230 ms", "2.4 s" */
export function msText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  return `${ms < 1 ? ms.toFixed(2) : ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** When a step is, in the zone given: "10:05", "21 Nov, 10:00–16:00", "21 Nov, 01:00 – 22 Nov, 01:00". */
export function stepText(
  { from, until }: { readonly from: Date; readonly until: Date },
  locale?: string,
  timeZone?: string,
): string {
  const length = until.getTime() - from.getTime()
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone })
  if (length <= MINUTE_MS) return time.format(from)
  const both = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  if (length < DAY_MS) return `${both.format(from)} – ${time.format(until)}`
  return `${both.format(from)} – ${both.format(until)}`
}
