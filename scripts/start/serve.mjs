// The running instance: the dashboard on a loopback port, the gateway on the public one in front of
// it, and the watch over both and over the database. One of them ending ends all.
import { isAlive } from '../alive.mjs'
import { freePort } from '../postgres.mjs'
import { RUN_GATEWAY } from './bundle.mjs'
import { announceSeed, catalogueState, catalogueWords } from './catalogue.mjs'
import { startChild } from './child.mjs'
import { endingWithUs } from './command.mjs'
import { GATEWAY_SOURCES, metricsPortOf, startGateways } from './gateways.mjs'
import { startReloading } from './reload.mjs'
import { Refusal, say } from './say.mjs'

const READY_TIMEOUT_MS = 60_000
const POLL_MS = 40
const DATABASE_WATCH_MS = 2_000
// The gateway lets calls under way finish; the dashboard has nothing that takes long.
const GATEWAY_PATIENCE_MS = 20_000
const DASHBOARD_PATIENCE_MS = 5_000
const NEXT = 'node_modules/next/dist/bin/next'

/**
 * Starts the children, waits until calls would be served, says so, and returns when that is over.
 * @param {{ settings: import('../../lib/env.ts').Env, variables: Record<string, string>, development: boolean, databasePid: number | null, gateways: number, auditExposed: boolean }} instance
 */
export async function serve(lifecycle, instance) {
  const { settings, variables, development, databasePid, gateways, auditExposed } = instance
  const dashboardPort = await freePort()
  const env = {
    ...process.env,
    ...variables,
    // Rights that serving needs none of: nothing that a request reaches has them.
    OWNER_DATABASE_URL: '',
    MAINTENANCE_DATABASE_URL: '',
    DASHBOARD_ORIGIN: `http://127.0.0.1:${dashboardPort}`,
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // A person at a terminal wants to see what is wrong, not every call; a collector wants all.
    LOG_LEVEL: process.env.LOG_LEVEL || (process.stdout.isTTY ? 'warn' : 'info'),
  }
  const dashboard = startDashboard(dashboardPort, env, development)
  // The dashboard tells its figures at METRICS_PORT itself, the gateways at the ports after it.
  const gatewayEnv = { ...env, METRICS_PORT: metricsPortOf(env.METRICS_PORT, 1) }
  lifecycle.onStop(({ force }) => dashboard.stop(DASHBOARD_PATIENCE_MS, force))
  const { host, port, hopUrl } = settings
  // What is worked on runs from its sources; what is used, as it was built.
  const program = development ? GATEWAY_SOURCES : RUN_GATEWAY
  const startGateway = () => startGateways(gateways, { program, env: gatewayEnv, host, port, hopUrl })
  const gateway = development ? startReloading(startGateway, ['gateway', 'lib']) : startGateway()
  lifecycle.onStop(({ force }) => gateway.stop(GATEWAY_PATIENCE_MS, force))

  const ended = Promise.race([ending(dashboard), ending(gateway), databaseEnding(databasePid)])
  const address = addressOf(settings)
  const ready = Promise.all([
    // Any answer will do, of a path that costs no page.
    answers(`${env.DASHBOARD_ORIGIN}/_next/static/none`, () => true),
    answers(`${address}/readyz`, (response) => response.ok),
    gateway.ready,
  ])
  const outcome = await Promise.race([ready, ended])
  if (typeof outcome === 'string') throw new Refusal(outcome)
  lifecycle.serving = true
  const dashboardOrigin = development ? env.DASHBOARD_ORIGIN : null
  const catalogue = await catalogueState(env.DATABASE_URL).catch(() => null)
  say(welcome(settings, { gateways, dashboardOrigin, auditExposed, catalogue }))
  if (catalogue) void announceSeed(lifecycle, env.DATABASE_URL, catalogue)

  const reason = await ended
  if (!lifecycle.stopped) throw new Refusal(reason)
}

function startDashboard(port, env, development) {
  const place = ['-H', '127.0.0.1', '-p', String(port)]
  // Kept open longer than the gateway keeps its connections, or requests would meet closed ones.
  const args = development ? ['dev', ...place] : ['start', ...place, '--keepAliveTimeout', '120000']
  const ending = endingWithUs([NEXT, ...args], env)
  return startChild('dashboard', ending.args, { env: ending.env, logsOnly: !development })
}

async function ending(child) {
  return `The ${child.name} ended unexpectedly (${await child.exited}). Its last words are above.`
}

async function databaseEnding(pid) {
  if (!pid) return new Promise(() => {})
  while (isAlive(pid)) await sleep(DATABASE_WATCH_MS)
  return 'The embedded database ended unexpectedly. Its log is in the data folder: postgres/log.'
}

async function answers(url, isGood) {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { redirect: 'manual' })
      await response.arrayBuffer()
      if (isGood(response)) return true
    } catch {
      // Not listening yet.
    }
    await sleep(POLL_MS)
  }
  throw new Refusal(
    `Portcullis did not become ready within ${READY_TIMEOUT_MS / 1000} seconds: no good answer from ${url}.`,
  )
}

// Where this machine reaches the public port, whatever interfaces it listens on.
function addressOf({ host, port }) {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function welcome(settings, { gateways, dashboardOrigin, auditExposed, catalogue }) {
  const rows = [
    ['Open', settings.appUrl],
    ...(dashboardOrigin ? [['Pages', `${dashboardOrigin} (the dashboard alone; reloads as you edit)`]] : []),
    ...(gateways > 1 ? [['Gateways', `${gateways} processes behind this port`]] : []),
    [
      'Data',
      settings.embedded
        ? `${settings.dataDir} (database and secret: keep this folder)`
        : 'the database of DATABASE_URL',
    ],
    [
      'Upstreams',
      settings.allowPrivateUpstreams
        ? 'private addresses are allowed (ALLOW_PRIVATE_UPSTREAMS=false refuses them)'
        : 'public addresses only (ALLOW_PRIVATE_UPSTREAMS=true allows private ones)',
    ],
    ...(catalogue ? [['Catalogue', catalogueWords(catalogue)]] : []),
    ...(settings.metrics
      ? [['Figures', `http://${settings.metrics.host}:${settings.metrics.port}/metrics (docs/operations.md)`]]
      : []),
    ...(auditExposed
      ? [['Audit', 'sealed, but the database’s one role could alter it (docs/deployment.md: three roles)']]
      : []),
    ['Stop', 'Ctrl-C'],
  ]
  const lines = rows.map(([name, text]) => `    ${name.padEnd(11)}${text}`)
  return `\n  Portcullis is ready.\n\n${lines.join('\n')}\n`
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
