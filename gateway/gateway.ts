// A gateway in one value: it listens, and it drains. Tests start it in their own process on a free port.
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { closeConnections } from '#lib/upstream/index.ts'
import { createClientOf } from './client-address.ts'
import { boundsOf, type Config } from './config.ts'
import { boundConnections } from './connections.ts'
import { createDashboard } from './dashboard.ts'
import type { Deps } from './deps.ts'
import { watchGauges } from './gauges.ts'
import { openExchange } from './http.ts'
import { createRoutes, isConnectorPath, isDashboardPath } from './routes.ts'
import { createSealer } from './seal.ts'

export type Gateway = {
  /** @returns the port, where 0 was asked for */
  listen(port: number, host: string): Promise<number>
  /** Serves a connection that another process accepted, of which nothing was read. */
  accept(socket: Socket): void
  /** Takes no more requests, lets answers under way finish, writes what waits, and closes everything. */
  drain(): Promise<void>
}

// Longer than a load balancer keeps its connections, so that none is closed under a request.
const KEEP_ALIVE_MS = 75_000
const SWEEP_MS = 20

export function createGateway(config: Config, deps: Deps): Gateway {
  const state = { isDraining: false }
  const clientOf = createClientOf(config.trustedProxies)
  const dashboard = createDashboard(config, clientOf)
  const routes = createRoutes(
    { config, deps, sealer: createSealer(config.secretKey) },
    dashboard,
    clientOf,
    state,
  )
  const bounds = boundsOf(config)
  const options = {
    connectionsCheckingInterval: Math.min(2000, bounds.headersTimeoutMs / 2),
    insecureHTTPParser: false,
    joinDuplicateHeaders: false,
    maxHeaderSize: bounds.maxHeaderBytes,
  }
  const server = createServer(options, (request, response) => {
    void routes.serve(openExchange(request, response))
  })
  server.on('upgrade', (request, socket, head) => {
    if (isConnectorPath(request.url ?? '')) void deps.connectors.accept(request, socket, head)
    else if (isDashboardPath(request.url ?? '')) dashboard.upgrade(request, socket, head)
    else socket.destroy()
  })
  boundConnections(server, bounds, (address) => clientOf.isProxy(address))
  // Node would overlook those beyond its own count; ours refuses the request.
  server.maxHeadersCount = 0
  // The whole of a request, body included, must be there in time; an answer may take as long as it takes.
  server.headersTimeout = bounds.headersTimeoutMs
  server.requestTimeout = bounds.requestTimeoutMs
  server.keepAliveTimeout = KEEP_ALIVE_MS

  // A server waits, when it closes, for those that it accepted itself.
  const passed = new Set<Socket>()

  return {
    accept(socket) {
      passed.add(socket)
      socket.once('close', () => passed.delete(socket))
      // What a server does with its own: a client may close its half after it has asked.
      socket.allowHalfOpen = true
      socket.setNoDelay(true)
      server.emit('connection', socket)
    },
    async listen(port, host) {
      await deps.upkeep.prepare()
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const { port: own } = server.address() as AddressInfo
          deps.hop.setAddress(config.hopUrl ?? loopbackOrigin(host, own))
          deps.readings.start()
          deps.sender?.start()
          deps.upkeep.start()
          deps.shadows.start()
          watchGauges(deps, server, passed)
          resolve(own)
        })
      })
    },
    async drain() {
      state.isDraining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A connection that turns idle while we drain would be kept for its whole keep-alive time.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
      server.closeIdleConnections()
      deps.held.stop()
      const patience = setTimeout(() => {
        deps.streams.endAll()
        server.closeAllConnections()
      }, bounds.drainMs)
      deps.streams.endStanding()
      dashboard.endFeeds()
      await Promise.all([deps.readings.stop(), deps.sender?.stop()])
      // Their sockets count as open, too: the server is closed only after them.
      await deps.connectors.drain(boundsOf(config).drainMs)
      await closed
      await Promise.all([...passed].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
      clearTimeout(patience)
      clearInterval(sweep)
      dashboard.close()
      deps.streams.close()
      await deps.hop.close()
      await Promise.all([deps.upkeep.stop(), deps.shadows.stop(), deps.attempts.stop()])
      const left = await deps.outcomes.drain()
      if (left > 0)
        deps.log.error({ left }, 'outcomes could not be written; their records are swept as unknown')
      await deps.upkeep.leave()
      await Promise.allSettled([closeConnections(), deps.pool.end()])
    },
  }
}

// Where a replica on the same machine reaches this one: an address that means every interface is none.
function loopbackOrigin(host: string, port: number): string {
  const own = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`
}
