// The gateway as a process: settings → what it works with → listening → draining on a signal.
import { setFlagsFromString } from 'node:v8'
import { isAuditExposed } from '#lib/data/seals/index.ts'
import { type Env, env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { startMetrics } from '#lib/metrics/index.ts'
import { startTracing } from '#lib/tracing/index.ts'
import type { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { createGateway } from './gateway.ts'
import { limitsFrom } from './limits.ts'
import { takeConnections } from './passed.ts'
import { RELEASE } from './release.ts'

// A message passes through many small functions, in files of one idea. V8's budget makes one of them at the places that run
// all the time; twice the budget saves some 5 % (docs/decisions/0062). Set here, where a release that knows it no more goes on.
setFlagsFromString('--max-inlined-bytecode-size=920')
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2400')

const settings = env()
const config: Config = {
  appUrl: settings.appUrl,
  secretKey: settings.secretKey,
  allowPrivateUpstreams: settings.allowPrivateUpstreams,
  allowedOrigins: settings.allowedOrigins,
  dashboardOrigin: settings.dashboardOrigin,
  bounds: limitsFrom(process.env),
  ...(settings.hopUrl !== '' && { hopUrl: settings.hopUrl }),
  trustedProxies: settings.trustedProxies,
  readEveryMs: settings.readToolsEveryMs,
  mostTools: settings.quotas.tools,
  notices: { smtpUrl: settings.smtpUrl, mailFrom: settings.mailFrom, contactEmail: settings.contactEmail },
}
const watched = await watching().catch((error) => {
  log.fatal({ err: error }, 'the gateway could not begin to tell its figures')
  process.exit(1)
})
const deps = createDeps(settings.databaseUrl, config, log, watched.tracing?.tracer)
const gateway = createGateway(config, deps)

let draining: Promise<void> | null = null
function drain(reason: string): void {
  if (draining) return
  log.info({ reason }, 'draining')
  draining = gateway
    .drain()
    .then(() => Promise.all([watched.tracing?.stop(), watched.metrics?.close()]))
    .then(
      () => process.exit(0),
      () => process.exit(0),
    )
}
process.on('SIGTERM', () => drain('SIGTERM'))
process.on('SIGINT', () => drain('SIGINT'))
// The supervisor's end of the channel closes with the supervisor, however that ended.
process.on('disconnect', () => drain('the supervisor has gone'))
// It may have gone while we were being loaded, and nobody listened.
if (process.connected === false) drain('the supervisor has gone')

try {
  const place = placeOf(settings)
  const port = await gateway.listen(place.port, place.host)
  if (settings.passedConnections) takeConnections(gateway)
  log.info({ port, host: place.host, appUrl: settings.appUrl }, 'the gateway listens')
  // Where there is no database yet, /readyz says so.
  if (!settings.embedded && (await isAuditExposed(deps.pool).catch(() => false)))
    log.warn('the audit is sealed, but the database role could alter it: docs/deployment.md, three roles')
} catch (error) {
  log.fatal({ err: error }, 'the gateway could not listen')
  process.exit(1)
}

// What the operator sees of this process, where the settings ask for it.
async function watching() {
  const tracing = await startTracing(process.env, RELEASE)
  const metrics = await startMetrics('gateway', settings.metrics)
  if (metrics) log.info({ port: metrics.port }, 'figures are served at /metrics')
  return { tracing, metrics }
}

// Where the public port is the supervisor's, ours is for the other replicas alone.
function placeOf({ port, host, hopUrl, passedConnections }: Env): { port: number; host: string } {
  if (!passedConnections) return { port, host }
  return hopUrl === '' ? { port: 0, host: '127.0.0.1' } : { port: Number(new URL(hopUrl).port), host }
}
