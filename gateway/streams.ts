// Answers that stay open outlive the decision that opened them. All open ones of a process are checked
// against their grants in one statement, four times a second; a stream whose grant was revoked, stopped, or
// lost the server, ends, and a stream that brings news tells its client when other tools may show: a
// policy was published or another one given, a definition accepted or found changed.
import { type Facts, findLiveGrants, type OpenAnswer, type Pool } from '#lib/data/admission/index.ts'
import type { Bounds } from './config.ts'
import { stopSentence } from './steps/decide-stopped.ts'
import { Trouble } from './trouble.ts'

export type Streams = {
  /** Watches until `release` is called. */
  watch(facts: Facts, watcher: Watcher): Watch
  /** Ends the streams that nothing else would end: those that wait for news. */
  endStanding(): void
  /** Ends every open stream. */
  endAll(): void
  close(): void
}
export type Watcher = {
  readonly isStanding: boolean
  /** Called when the grant may no longer listen, is stopped, or has listened for as long as one may. */
  readonly end: (why: Trouble) => void
  /** Called when the tools that the grant sees may have changed; null where nobody would be told. */
  readonly changed: (() => void) | null
}
export type Watch = {
  /** Resolves when every later change will be noticed; null where that is so already. */
  readonly ready: Promise<void> | null
  release(): void
}
type Watched = OpenAnswer & {
  readonly watcher: Watcher
  /** performance.now() at its beginning. */
  readonly since: number
  stamp: string | null
  /** Where it stands in the list; -1 when it is over. */
  place: number
}

// With the store away nobody can say that a grant is still live; that is borne for this long.
const MAX_UNCHECKED_MS = 30_000

export function createStreams(pool: Pool, bounds: Bounds): Streams {
  // No Set: every table that it outgrows would hold what stood in it then, whole exchanges, until all memory is collected.
  const open: Watched[] = []
  let timer: NodeJS.Timeout | null = null
  let checkedAt = 0
  let closed = false

  function schedule(): void {
    if (timer || closed || open.length === 0) return
    timer = setTimeout(() => {
      timer = null
      void checkAll().finally(schedule)
    }, bounds.streamCheckMs)
    timer.unref()
  }

  /** The last of the list takes its place. */
  function release(watched: Watched): void {
    if (watched.place < 0) return
    const last = open.pop()
    if (last && last !== watched) {
      open[watched.place] = last
      last.place = watched.place
    }
    watched.place = -1
  }

  function endOld(): void {
    const now = performance.now()
    for (const { watcher, since } of [...open]) {
      const longest = watcher.isStanding ? bounds.maxStandingMs : bounds.maxStreamMs
      if (now - since > longest) watcher.end(new Trouble('stream-too-long'))
    }
  }

  async function check(watched: readonly Watched[]): Promise<void> {
    const live = await findLiveGrants(pool, watched)
    watched.forEach((each, i) => {
      const standing = live.get(i)
      if (standing === undefined || standing.stop !== null) {
        each.watcher.end(
          standing?.stop ? new Trouble('stopped', stopSentence(standing.stop)) : new Trouble('grant-ended'),
        )
        return
      }
      const { stamp } = standing
      const hasChanged = each.stamp !== null && each.stamp !== stamp
      each.stamp = stamp
      if (hasChanged && each.place >= 0) each.watcher.changed?.()
    })
  }

  async function checkAll(): Promise<void> {
    endOld()
    const since = performance.now() - bounds.streamCheckMs
    // What began since the last look was admitted since, and is looked at next time: most answers are over by then.
    const watched = open.filter((each) => each.since <= since)
    try {
      await check(watched)
      checkedAt = performance.now()
    } catch {
      if (performance.now() - checkedAt > MAX_UNCHECKED_MS)
        for (const each of watched) each.watcher.end(new Trouble('gateway-store'))
    }
  }

  return {
    watch(facts, watcher) {
      const announces = watcher.changed !== null
      if (open.length === 0) checkedAt = performance.now()
      const place = open.length
      const watched: Watched = { facts, announces, watcher, since: performance.now(), stamp: null, place }
      open.push(watched)
      schedule()
      // Where the store is away, the next check that succeeds is the first.
      const ready = announces ? check([watched]).catch(() => {}) : null
      return { ready, release: () => release(watched) }
    },
    endStanding() {
      for (const { watcher } of [...open]) if (watcher.isStanding) watcher.end(new Trouble('gateway-ends'))
    },
    endAll() {
      for (const { watcher } of [...open]) watcher.end(new Trouble('gateway-ends'))
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
