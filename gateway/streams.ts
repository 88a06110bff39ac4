// Answers that stay open outlive the decision that opened them. All open ones of a process are checked
// against their grants in one statement, a few times a second; a stream whose grant was revoked, or
// lost the server, ends.
import { type Facts, findLiveGrants, type Pool } from '#lib/data/admission/index.ts'
import type { Bounds } from './config.ts'
import type { TroubleCode } from './trouble.ts'

export type Streams = {
  /** Watches until `release` is called; `end` is called when the grant may no longer listen, or too long has. */
  watch(facts: Facts, isStanding: boolean, end: (why: TroubleCode) => void): { release(): void }
  /** Ends the streams that nothing else would end: those that wait for news. */
  endStanding(): void
  /** Ends every open stream. */
  endAll(): void
  close(): void
}
type Watched = {
  readonly facts: Facts
  readonly isStanding: boolean
  /** performance.now() at its beginning. */
  readonly since: number
  readonly end: (why: TroubleCode) => void
}

// With the store away nobody can say that a grant is still live; that is borne for this long.
const MAX_UNCHECKED_MS = 30_000

export function createStreams(pool: Pool, bounds: Bounds): Streams {
  const open = new Set<Watched>()
  let timer: NodeJS.Timeout | null = null
  let checkedAt = 0
  let closed = false

  function schedule(): void {
    if (timer || closed || open.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void check().finally(schedule)
    }, bounds.streamCheckMs)
    timer.unref()
  }

  function endOld(now: number): void {
    for (const each of [...open]) {
      const longest = each.isStanding ? bounds.maxStandingMs : bounds.maxStreamMs
      if (now - each.since > longest) each.end('stream-too-long')
    }
  }

  async function check(): Promise<void> {
    endOld(performance.now())
    const watched = [...open]
    try {
      const live = await findLiveGrants(
        pool,
        watched.map((each) => each.facts),
      )
      checkedAt = performance.now()
      watched.forEach((each, i) => {
        if (!live.has(i)) each.end('grant-ended')
      })
    } catch {
      if (performance.now() - checkedAt > MAX_UNCHECKED_MS)
        for (const each of watched) each.end('gateway-store')
    }
  }

  return {
    watch(facts, isStanding, end) {
      const watched = { facts, isStanding, since: performance.now(), end }
      if (open.size === 0) checkedAt = performance.now()
      open.add(watched)
      schedule()
      return { release: () => open.delete(watched) }
    },
    endStanding() {
      for (const each of [...open]) if (each.isStanding) each.end('gateway-ends')
    },
    endAll() {
      for (const each of [...open]) each.end('gateway-ends')
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
