// Answers that stay open outlive the decision that opened them. All open ones of a process are checked
// against their grants in one statement, a few times a second; a stream whose grant was revoked, or
// lost the server, ends.
import { type Facts, findLiveGrants, type Pool } from '#lib/data/admission/index.ts'

export type Streams = {
  /** Watches until `release` is called; `end` is called when the grant may no longer listen. */
  watch(facts: Facts, isStanding: boolean, end: () => void): { release(): void }
  /** Ends the streams that nothing else would end: those that wait for news. */
  endStanding(): void
  /** Ends every open stream. */
  endAll(): void
  close(): void
}
type Watched = { readonly facts: Facts; readonly isStanding: boolean; readonly end: () => void }

// With the store away nobody can say that a grant is still live; that is borne for this long.
const MAX_UNCHECKED_MS = 30_000

export function createStreams(pool: Pool, intervalMs: number): Streams {
  const open = new Set<Watched>()
  let timer: NodeJS.Timeout | null = null
  let checkedAt = 0
  let closed = false

  function schedule(): void {
    if (timer || closed || open.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void check().finally(schedule)
    }, intervalMs)
    timer.unref()
  }

  async function check(): Promise<void> {
    const watched = [...open]
    try {
      const live = await findLiveGrants(
        pool,
        watched.map((each) => each.facts),
      )
      checkedAt = performance.now()
      watched.forEach((each, i) => {
        if (!live.has(i)) each.end()
      })
    } catch {
      if (performance.now() - checkedAt > MAX_UNCHECKED_MS) for (const each of watched) each.end()
    }
  }

  return {
    watch(facts, isStanding, end) {
      const watched = { facts, isStanding, end }
      if (open.size === 0) checkedAt = performance.now()
      open.add(watched)
      schedule()
      return { release: () => open.delete(watched) }
    },
    endStanding() {
      for (const each of [...open]) if (each.isStanding) each.end()
    },
    endAll() {
      for (const each of [...open]) each.end()
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
