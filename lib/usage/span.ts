// Spans of time that usage is counted over, and the steps of their charts. All in UTC: a step is a number of
// milliseconds since the epoch, whatever the zone of who looks.
import type { Grain, UsageSpan } from '#lib/data/usage.ts'

export const RANGES = ['1h', '24h', '7d', '30d', 'kept'] as const
/** `kept`: as long as the organisation keeps its calls. */
export type Range = (typeof RANGES)[number]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
export const GRAIN_MS: Readonly<Record<Grain, number>> = { minute: MINUTE, hour: HOUR, day: DAY }
/** How far back the sums of a grain surely go; days go as far as calls do. */
const REACH_MS: Readonly<Record<Grain, number>> = {
  minute: 3 * HOUR - MINUTE,
  hour: 9 * DAY - HOUR,
  day: Number.POSITIVE_INFINITY,
}
/** More steps than this are drawn by the week. */
const MOST_DAYS = 100
/** The most steps that are answered at once: three years of days are fewer. */
export const MOST_STEPS = 1100

/** The span of a range that ends with the step of now, and begins where calls are kept. In ms. */
export function spanOf(range: Range, now: number, keptSince: number): UsageSpan {
  switch (range) {
    case '1h':
      return endingWith(now, keptSince, 'minute', MINUTE, 60)
    case '24h':
      return endingWith(now, keptSince, 'hour', HOUR, 24)
    case '7d':
      return endingWith(now, keptSince, 'hour', 6 * HOUR, 28)
    case '30d':
      return endingWith(now, keptSince, 'day', DAY, 30)
    case 'kept': {
      const days = Math.ceil((now - keptSince) / DAY)
      const stepDays = days > MOST_DAYS ? 7 : 1
      return endingWith(now, keptSince, 'day', stepDays * DAY, Math.ceil(days / stepDays))
    }
  }
}

/** A span that was asked for: widened to the grain, then cut to what is kept. `until` is never before `from`. */
export function spanBetween(
  grain: Grain,
  from: number,
  until: number,
  now: number,
  keptSince: number,
): UsageSpan {
  const stepMs = GRAIN_MS[grain]
  const first = Math.ceil(Math.max(keptSince, now - REACH_MS[grain]) / stepMs) * stepMs
  const end = Math.min(Math.ceil(until / stepMs), Math.floor(now / stepMs) + 1) * stepMs
  const begin = Math.max(Math.floor(from / stepMs) * stepMs, first)
  return { grain, from: begin, until: Math.max(end, begin), stepMs }
}

function endingWith(now: number, keptSince: number, grain: Grain, stepMs: number, steps: number): UsageSpan {
  const grainMs = GRAIN_MS[grain]
  // Steps of several grains end with the grain of now: the last one is as full as the others.
  const until = (Math.floor(now / grainMs) + 1) * grainMs
  const whole = until - steps * stepMs
  // The first grain that is kept whole: in the one before it some calls are gone already.
  const first = Math.ceil(Math.max(keptSince, now - REACH_MS[grain]) / grainMs) * grainMs
  const missing = Math.max(0, Math.floor((first - whole) / stepMs))
  const from = whole + missing * stepMs
  return { grain, from: Math.min(Math.max(from, first), until), until, stepMs }
}
