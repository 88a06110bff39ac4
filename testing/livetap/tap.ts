// A stand-in for LiveTap's daemon, in memory: connections to live data, and watchers on them.
import { type Condition, satisfies } from './condition.ts'
import { type ConnectionType, ENTRIES_PER_MINUTE, entriesBetween } from './stream.ts'

export type Connection = {
  readonly id: string
  readonly type: ConnectionType
  readonly name: string
  openedAt: number
}
export type WatcherSettings = {
  conditions: readonly Condition[]
  match: 'all' | 'any'
  /** 'channel_alert', {webhook: url} or {shell: command}. Written to the log; this stand-in runs nothing. */
  action: unknown
  cooldown: number
}
type Watcher = WatcherSettings & {
  readonly id: string
  readonly connectionId: string
  status: 'running' | 'stopped'
  seen: number
  matches: number
  alertedAt: number | null
  log: string[]
}

const MAX_LOG_LINES = 500

export class Tap {
  readonly #now: () => number
  readonly #startedAt: number
  readonly #connections = new Map<string, Connection>()
  readonly #watchers = new Map<string, Watcher>()
  #lastId = 0

  constructor(now: () => number) {
    this.#now = now
    this.#startedAt = now()
  }

  createConnection(type: ConnectionType, name: string): unknown {
    const connection = { id: this.#newId('conn'), type, name, openedAt: this.#now() }
    this.#connections.set(connection.id, connection)
    return this.#describeConnection(connection)
  }

  listConnections(): unknown[] {
    return [...this.#connections.values()].map((connection) => this.#describeConnection(connection))
  }

  getConnection(id: string): unknown {
    return this.#describeConnection(this.#connection(id))
  }

  /** Its watchers stop, and can be restarted only by watching something else. */
  destroyConnection(id: string): unknown {
    const { name } = this.#connection(id)
    this.#catchUp()
    this.#connections.delete(id)
    for (const watcher of this.#watchers.values()) if (watcher.connectionId === id) watcher.status = 'stopped'
    return { destroyed: id, name }
  }

  readStream(id: string, backfillSeconds: number, maxEntries: number): unknown {
    const { type, openedAt } = this.#connection(id)
    const now = this.#now()
    const entries = entriesBetween(type, openedAt, 0, now).filter(
      ({ at }) => at >= now - backfillSeconds * 1000,
    )
    return maxEntries > 0 ? entries.slice(-maxEntries) : []
  }

  createWatcher(connectionId: string, settings: WatcherSettings): unknown {
    this.#connection(connectionId)
    const id = this.#newId('watch')
    const watcher: Watcher = { id, connectionId, ...settings, status: 'running', ...FRESH, log: [], seen: 0 }
    watcher.seen = this.#lastEntry(connectionId)
    this.#watchers.set(id, watcher)
    return describeWatcher(watcher)
  }

  listWatchers(connectionId?: string): unknown[] {
    this.#catchUp()
    const all = [...this.#watchers.values()]
    return all
      .filter((watcher) => connectionId === undefined || watcher.connectionId === connectionId)
      .map(describeWatcher)
  }

  getWatcher(id: string): unknown {
    this.#catchUp()
    return describeWatcher(this.#watcher(id))
  }

  watcherLog(id: string, lines: number): string[] {
    this.#catchUp()
    const { log } = this.#watcher(id)
    return lines > 0 ? log.slice(-lines) : []
  }

  updateWatcher(id: string, changes: Partial<WatcherSettings>): unknown {
    this.#catchUp()
    Object.assign(this.#watcher(id), changes)
    return this.restartWatcher(id)
  }

  restartWatcher(id: string): unknown {
    const watcher = this.#watcher(id)
    this.#connection(watcher.connectionId)
    Object.assign(watcher, { status: 'running', seen: this.#lastEntry(watcher.connectionId), ...FRESH })
    return describeWatcher(watcher)
  }

  deleteWatcher(id: string): unknown {
    this.#watcher(id)
    this.#watchers.delete(id)
    return { deleted: id }
  }

  status(): unknown {
    const uptimeSeconds = Math.floor((this.#now() - this.#startedAt) / 1000)
    return { uptimeSeconds, connections: this.#connections.size, watchers: this.#watchers.size }
  }

  #catchUp(): void {
    for (const watcher of this.#watchers.values()) {
      const connection = this.#connections.get(watcher.connectionId)
      if (!connection || watcher.status === 'stopped') continue
      for (const entry of entriesBetween(connection.type, connection.openedAt, watcher.seen, this.#now())) {
        watcher.seen = entry.number
        judge(watcher, entry.at, entry.payload)
      }
    }
  }

  #connection(id: string): Connection {
    const connection = this.#connections.get(id)
    if (!connection) throw new Error(`There is no connection ${id}.`)
    return connection
  }

  #watcher(id: string): Watcher {
    const watcher = this.#watchers.get(id)
    if (!watcher) throw new Error(`There is no watcher ${id}.`)
    return watcher
  }

  #lastEntry(connectionId: string): number {
    const { type, openedAt } = this.#connection(connectionId)
    return entriesBetween(type, openedAt, 0, this.#now()).at(-1)?.number ?? 0
  }

  #describeConnection({ id, type, name, openedAt }: Connection): unknown {
    const buffered = entriesBetween(type, openedAt, 0, this.#now()).length
    return {
      connectionId: id,
      type,
      name,
      status: 'connected',
      messagesPerMinute: ENTRIES_PER_MINUTE,
      buffered,
    }
  }

  #newId(kind: string): string {
    return `${kind}_${String(++this.#lastId).padStart(8, '0')}`
  }
}

const FRESH = { matches: 0, alertedAt: null }

function describeWatcher({ log, seen, alertedAt, id, ...watcher }: Watcher): unknown {
  return { watcherId: id, ...watcher }
}

function judge(watcher: Watcher, at: number, payload: unknown): void {
  const verdicts = watcher.conditions.map((condition) => satisfies(payload, condition))
  const time = new Date(at).toISOString()
  const missing = watcher.conditions.find((_, index) => verdicts[index] === null)
  if (missing) note(watcher, `${time} FIELD_NOT_FOUND ${missing.field}`)
  const isMatch =
    watcher.match === 'all' ? verdicts.every((verdict) => verdict === true) : verdicts.includes(true)
  if (!isMatch) return
  watcher.matches++
  if (watcher.alertedAt !== null && at - watcher.alertedAt < watcher.cooldown * 1000) {
    note(watcher, `${time} SUPPRESSED within the cooldown`)
    return
  }
  watcher.alertedAt = at
  note(watcher, `${time} MATCH ${JSON.stringify(watcher.action)} ${JSON.stringify(payload)}`)
}

function note(watcher: Watcher, line: string): void {
  watcher.log.push(line)
  if (watcher.log.length > MAX_LOG_LINES) watcher.log.shift()
}
