// Lengths of time as regular expressions: a schema has no arithmetic, so `"15m"` and its bound are
// spelled out.

import { MAX_WINDOW_SECONDS, UNIT_SECONDS } from '../evaluate/window.ts'
import { NAMED_WINDOWS } from '../policy.ts'

/** Matches `"15m"` and the like, from one second to `maxSeconds`; without anchors. */
export function lengthPattern(maxSeconds: number): string {
  const units = Object.entries(UNIT_SECONDS)
  return `(?:${units.map(([unit, seconds]) => upTo(Math.floor(maxSeconds / seconds)) + unit).join('|')})`
}

/** A window in one text: its name, or its length (L1). */
export const WINDOW_TEXT = `(?:${NAMED_WINDOWS.join('|')}|${lengthPattern(MAX_WINDOW_SECONDS)})`

/** Matches the whole numbers from 1 to `max`, written without leading zeros. */
export function upTo(max: number): string {
  const digits = String(max)
  const last = digits.length - 1
  const shorter = last > 0 ? [`[1-9][0-9]{0,${last - 1}}`] : []
  // As long as `max` and equal to it before some digit, smaller at that digit, anything after it.
  const smaller = [...digits].flatMap((digit, at) => {
    const least = at === 0 ? 1 : 0
    const most = Number(digit) - 1
    return most < least ? [] : [`${digits.slice(0, at)}[${least}-${most}][0-9]{${last - at}}`]
  })
  return `(?:${[...shorter, ...smaller, digits].join('|')})`
}
