// Dials again and again, with pauses that grow and differ, until there is no sense in it or it is stopped.
import { setTimeout as pause } from 'node:timers/promises'
import { type DialEnd, type Dialling, dial } from './dial.ts'

export type Pauses = { readonly firstMs: number; readonly longestMs: number }
const PAUSES: Pauses = { firstMs: 500, longestMs: 30_000 }

/**
 * Stays connected. @returns the sentence of the end that is final, or null where it was stopped
 * @param chance 0 to 1, for pauses that differ: a thousand connectors must not come back at once
 */
export async function stayConnected(
  dialling: Dialling,
  show: (line: string) => void,
  pauses: Pauses = PAUSES,
  chance: () => number = Math.random,
  dialOnce: (dialling: Dialling) => Promise<DialEnd> = dial,
): Promise<string | null> {
  const { signal } = dialling
  for (let failures = 0; ; failures++) {
    const end = await dialOnce(dialling)
    if (signal.aborted) return null
    if (!end.again) return end.sentence
    if (end.wasConnected) failures = 0
    const longest = Math.min(pauses.firstMs * 2 ** Math.min(failures, 10), pauses.longestMs)
    const waitMs = end.atOnce ? chance() * pauses.firstMs : longest / 2 + (chance() * longest) / 2
    show(`${end.sentence} Trying again in ${(waitMs / 1000).toFixed(1)} s.`)
    await pause(waitMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return null
  }
}
