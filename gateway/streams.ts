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
  /** Resolves when every later change will be noticed. */
  readonly ready: Promise<void>
  release(): void
}
type Watched = OpenAnswer & {
  readonly watcher: Watcher
  /** performance.now() at its beginning. */
  readonly since: number
  stamp: string | null
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
      void checkAll().finally(schedule)
    }, bounds.streamCheckMs)
    timer.unref()
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
      if (hasChanged && open.has(each)) each.watcher.changed?.()
    })
  }

  async function checkAll(): Promise<void> {
    endOld()
    const watched = [...open]
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
      const watched: Watched = { facts, announces, watcher, since: performance.now(), stamp: null }
      if (open.size === 0) checkedAt = performance.now()
      open.add(watched)
      schedule()
      // Where the store is away, the next check that succeeds is the first.
      const ready = announces ? check([watched]).catch(() => {}) : Promise.resolve()
      return { ready, release: () => void open.delete(watched) }
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
