// Everybody of one organisation who watches, in one process: one look at the tables for all of them. Nobody
// there, no look.
import { countWaiting } from '#lib/data/approvals.ts'
import { readAttempts } from '#lib/data/attempts.ts'
import { readHorizon } from '#lib/data/live.ts'
import type { Organisation } from '#lib/data/model.ts'
import { findStandings } from '#lib/data/sessions.ts'
import { hasRole } from '#lib/role.ts'
import { type AttemptReading, createAttemptReading, liveAttempt } from './attempt-reading.ts'
import { type CallReading, createCallReading, MOST_TOLD } from './call-reading.ts'
import { readMissed } from './catch-up.ts'
import { createNewsReading, type NewsReading } from './news-reading.ts'
import { filterKey, fits, liveCall, type Watcher } from './watcher.ts'

/** How often the tables are looked at, in ms. */
export type FeedTimes = { readonly calls: number; readonly rest: number; readonly sessions: number }
export const FEED_TIMES: FeedTimes = { calls: 250, rest: 1000, sessions: 2000 }
// A store that is away for longer cannot say either whether a session still holds.
const MOST_FAILURES = 5

export type Room = {
  /** @returns what leaves again */
  join(watcher: Watcher): () => void
}

/** @param onEmpty called when the last one has left; the room is over then */
export function createRoom(organisation: Organisation, onEmpty: () => void, times = FEED_TIMES): Room {
  const watchers = new Set<Watcher>()
  const newcomers = new Set<Watcher>()
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let failures = 0
  let calls: CallReading | null = null
  let news: NewsReading | null = null
  let attempts: AttemptReading | null = null
  let waiting = 0
  let restDue = 0
  let sessionsDue = 0

  function leave(watcher: Watcher): void {
    newcomers.delete(watcher)
    if (watchers.delete(watcher) && watchers.size === 0) {
      clearTimeout(timer)
      onEmpty()
    }
  }

  const settled = () => [...watchers].filter((watcher) => !newcomers.has(watcher))
  const watchingCalls = () => [...watchers].filter((watcher) => watcher.filter !== null)

  function end(watcher: Watcher): void {
    watcher.send({ type: 'end', reason: 'session' }, null)
    leave(watcher)
    watcher.cut()
  }

  async function checkSessions(): Promise<void> {
    const asked = [...watchers]
    const standings = await findStandings(asked.map(({ token }) => token))
    for (const watcher of asked) {
      const standing = standings.get(watcher.token)
      const isSame = standing?.organisationId === organisation.id && standing.role === watcher.member.role
      if (!isSame) end(watcher)
    }
  }

  async function lookAtCalls(horizon: string): Promise<void> {
    const filters = watchingCalls().flatMap(({ filter }) => filter ?? [])
    if (filters.length === 0) {
      calls = null
      return
    }
    // Who has just come is told below what was before.
    calls ??= createCallReading(organisation, horizon)
    const reading = await calls.read(horizon, filters)
    for (const watcher of settled()) {
      const { filter } = watcher
      if (filter === null) continue
      const theirs = reading.calls.filter((call) => fits(call, filter))
      const told = theirs.slice(0, MOST_TOLD).map(liveCall)
      const isCut = theirs.length > MOST_TOLD || reading.cut.has(filterKey(filter))
      if (told.length > 0) watcher.send({ type: 'calls', calls: told }, news?.position ?? null)
      if (isCut) watcher.send({ type: 'gap' }, null)
    }
  }

  async function lookAtAttempts(horizon: string): Promise<void> {
    const watching = settled().filter((watcher) => watcher.attempts)
    if (![...watchers].some((watcher) => watcher.attempts)) {
      attempts = null
      return
    }
    attempts ??= createAttemptReading(organisation, horizon)
    const tried = await attempts.read(horizon)
    if (tried.length === 0) return
    for (const watcher of watching) watcher.send({ type: 'attempts', attempts: tried }, null)
  }

  async function lookAtTheRest(horizon: string): Promise<void> {
    news ??= createNewsReading(organisation, horizon)
    const notices = await news.read(horizon)
    for (const watcher of settled())
      for (const notice of notices)
        if (notice.isFor(watcher.member)) watcher.send(notice.event, news.position)
    if (![...watchers].some(({ member }) => hasRole(member, 'approver'))) return
    const now = await countWaiting(organisation)
    if (now === waiting) return
    waiting = now
    for (const watcher of settled()) tellWaiting(watcher)
  }

  function tellWaiting(watcher: Watcher): void {
    const count = hasRole(watcher.member, 'approver') ? waiting : 0
    watcher.send({ type: 'waiting', count }, null)
  }

  // In turn with the looks: what it is told is never older than what it was told before.
  async function welcome(watcher: Watcher, horizon: string): Promise<void> {
    const missed = await readMissed(organisation, watcher, horizon)
    calls?.watch(missed.recent)
    const tried =
      watcher.attempts && watcher.since !== null
        ? (await readAttempts(organisation, watcher.since)).map(liveAttempt)
        : []
    const notices = watcher.since === null ? [] : await (news?.missed(watcher.since, horizon) ?? [])
    if (!newcomers.delete(watcher)) return
    const position = news?.position ?? null
    if (missed.calls.length > 0) watcher.send({ type: 'calls', calls: missed.calls.map(liveCall) }, position)
    if (missed.isGap) watcher.send({ type: 'gap' }, null)
    if (tried.length > 0) watcher.send({ type: 'attempts', attempts: tried }, null)
    for (const notice of notices) if (notice.isFor(watcher.member)) watcher.send(notice.event, position)
    tellWaiting(watcher)
    watcher.send({ type: 'ready' }, position)
  }

  async function look(): Promise<void> {
    const now = performance.now()
    if (now >= sessionsDue) {
      await checkSessions()
      sessionsDue = now + times.sessions
    }
    const horizon = await readHorizon()
    const arrived = [...newcomers]
    await lookAtCalls(horizon)
    await lookAtAttempts(horizon)
    if (now >= restDue || arrived.length > 0) {
      await lookAtTheRest(horizon)
      restDue = now + times.rest
    }
    for (const watcher of arrived) await welcome(watcher, horizon)
  }

  async function tick(): Promise<void> {
    isLooking = true
    try {
      await look()
      failures = 0
    } catch {
      // The next look reads from the same place.
      failures++
      if (failures >= MOST_FAILURES) for (const watcher of watchers) watcher.cut()
    }
    isLooking = false
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (watchers.size === 0) return
    const pause =
      newcomers.size > 0 && failures === 0 ? 0 : watchingCalls().length > 0 ? times.calls : times.rest
    timer = setTimeout(() => void tick(), failures > 0 ? times.rest : pause)
  }

  return {
    join(watcher) {
      watchers.add(watcher)
      newcomers.add(watcher)
      if (!isLooking) schedule()
      return () => leave(watcher)
    },
  }
}
