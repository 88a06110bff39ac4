// Every tunnel that this replica holds: accepted, announced by a lease, watched, given back.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import {
  CLOSE,
  type CloseCode,
  createWebSocketServer,
  type Hello,
  Link,
  type LinkTimes,
  readHello,
} from '#lib/connector/index.ts'
import { noteConnected, noteDisconnected, noteSeen, type Pool } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import type { Log } from '#lib/log.ts'
import type { Hold, Hop } from '../hop/index.ts'
import type { Readings } from '../readings/index.ts'
import { authenticateConnector, type Dialled } from './authenticate.ts'
import { connectorAway } from './faults.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { createStopWatch } from './stops.ts'
import { Tunnel } from './tunnel.ts'

export type Connectors = {
  /** Answers a connector that dials. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  /** Takes no more, waits for answers under way, and sends every connector to another replica. */
  drain(patienceMs: number): Promise<void>
}
export type ConnectorTimes = LinkTimes & {
  readonly helloMs: number
  readonly watchMs: number
  readonly idleMs: number
  /** How often it is read whether a child's grant is stopped. */
  readonly stopCheckMs: number
}
export const CONNECTOR = 'connector'

const TIMES: ConnectorTimes = {
  heartbeatMs: 10_000,
  silenceMs: 30_000,
  helloMs: 10_000,
  watchMs: 2_000,
  idleMs: 10 * 60_000,
  stopCheckMs: 250,
}
const KEY_ENDED = 'the key was rotated, or the server deleted'
type Standing = {
  readonly dialled: Dialled
  readonly link: Link
  readonly tunnel: Tunnel
  hold: Hold | null
}
type Given = {
  readonly pool: Pool
  readonly hop: Hop
  readonly log: Log
  readonly readings: Pick<Readings, 'soon' | 'look'>
}

export function createConnectors(given: Given, times: Partial<ConnectorTimes> = {}): Connectors {
  const { pool, hop, log } = given
  const all: ConnectorTimes = { ...TIMES, ...times }
  const sockets = createWebSocketServer()
  const standing = new Set<Standing>()
  let isDraining = false
  let timer: NodeJS.Timeout | null = null

  function schedule(): void {
    if (timer || standing.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void watch().finally(schedule)
    }, all.watchMs)
    timer.unref()
  }

  // A rotated key and a deleted server end the tunnel; idle children end with it.
  async function watch(): Promise<void> {
    const watched = [...standing]
    for (const { tunnel } of watched) tunnel.endIdle()
    try {
      const seen = watched.map(({ dialled, tunnel }) => ({ ...dialled, sessions: tunnel.sessions }))
      const live = await noteSeen(pool, seen)
      // Somebody asked for a reading: any replica may take it on, and this one knows.
      if ([...live.values()].some((isDue) => isDue)) given.readings.look()
      for (const each of watched) if (!live.has(each.dialled.serverId)) end(each, CLOSE.keyEnded, KEY_ENDED)
    } catch (error) {
      log.warn({ err: error }, 'connectors could not be looked at')
    }
  }

  const stops = createStopWatch(pool, all.stopCheckMs, log, () =>
    [...standing].map(({ dialled, tunnel }) => ({ ...dialled, tunnel })),
  )

  function end(each: Standing, code: CloseCode, reason: string): void {
    if (!standing.delete(each)) return
    each.tunnel.end(connectorAway())
    each.link.close(code, reason)
    void each.hold?.release()
  }

  // Either a newer connector has the lease, or a rotated key took it away.
  async function lost(each: Standing): Promise<void> {
    const seen = { ...each.dialled, sessions: 0 }
    const isLive = await noteSeen(pool, [seen]).then(
      (live) => live.size === 1,
      () => true,
    )
    if (isLive) end(each, CLOSE.replaced, 'another connector has taken over')
    else end(each, CLOSE.keyEnded, KEY_ENDED)
  }

  async function greet(dialled: Dialled, link: Link, hello: Hello): Promise<Standing> {
    // Its tools are read when it comes, and when it says that they are others now.
    const wish = () => given.readings.soon(dialled.organisationId, dialled.serverId)
    const tunnel = new Tunnel(link, {
      host: hello.host || 'its machine',
      idleMs: all.idleMs,
      onListChanged: wish,
    })
    const each: Standing = { dialled, link, tunnel, hold: null }
    standing.add(each)
    if (!(await noteConnected(pool, dialled, dialled.serverId, hello))) {
      end(each, CLOSE.keyEnded, KEY_ENDED)
      return each
    }
    each.hold = await hop.hold(
      { kind: CONNECTOR, organisationId: dialled.organisationId, id: dialled.serverId },
      (request, pass) => tunnel.exchange(request, pass),
      () => void lost(each),
    )
    // It may have gone while its lease was written.
    if (!standing.has(each)) {
      await each.hold.release()
      return each
    }
    link.welcome({ server: dialled.serverName })
    log.info({ serverId: dialled.serverId }, 'a connector has connected')
    schedule()
    stops.schedule()
    wish()
    return each
  }

  function serve(socket: WebSocket, dialled: Dialled): void {
    let each: Standing | null = null
    let hasGreeted = false
    const patience = setTimeout(() => link.close(CLOSE.protocol, 'nothing was said'), all.helloMs)
    const link: Link = new Link(
      socket,
      {
        hello: (payload) => {
          const hello = readHello(payload)
          if (hasGreeted || !hello) return link.close(CLOSE.protocol, 'the greeting could not be understood')
          hasGreeted = true
          clearTimeout(patience)
          greet(dialled, link, hello).then(
            (made) => {
              each = made
            },
            (error) => {
              log.warn({ err: error }, 'a connector could not be taken')
              link.close(CLOSE.unavailable, 'the gateway could not take the tunnel')
            },
          )
        },
        closed: () => {
          clearTimeout(patience)
          const own = each ?? [...standing].find((other) => other.link === link)
          if (own) leave(own)
        },
      },
      all,
    )
  }

  function leave(each: Standing): void {
    if (!standing.delete(each)) return
    log.info({ serverId: each.dialled.serverId }, 'a connector has gone')
    each.tunnel.end(connectorAway())
    void each.hold?.release()
    noteDisconnected(pool, each.dialled, each.dialled.serverId).catch((error) => {
      log.warn({ err: error }, 'a connector’s leaving could not be noted')
    })
  }

  return {
    async accept(request, socket, head) {
      socket.on('error', () => socket.destroy())
      try {
        if (isDraining) throw new Fault('store-unavailable', 'This gateway is about to stop. Try again.')
        const dialled = await authenticateConnector(request, pool)
        if (socket.destroyed) return
        sockets.handleUpgrade(request, socket, head, (open) => serve(open, dialled))
      } catch (error) {
        if (!(error instanceof Fault)) log.error({ err: error }, 'a connector could not be answered')
        refuseUpgrade(
          socket,
          error instanceof Fault ? error : new Fault('internal', 'The gateway failed. Try again.'),
        )
      }
    },
    async drain(patienceMs) {
      isDraining = true
      const deadline = performance.now() + patienceMs
      while (performance.now() < deadline && [...standing].some(({ tunnel }) => tunnel.isAnswering))
        await new Promise((resolve) => setTimeout(resolve, 50))
      const last = [...standing]
      for (const each of last) end(each, CLOSE.restarting, 'the gateway stops')
      await Promise.all(last.map((each) => each.hold?.release()))
      if (timer) clearTimeout(timer)
    },
  }
}
