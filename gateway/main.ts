// The gateway as a process: settings → what it works with → listening → draining on a signal.
import { env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import type { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { createGateway } from './gateway.ts'
import { limitsFrom } from './limits.ts'

const settings = env()
const config: Config = {
  appUrl: settings.appUrl,
  secretKey: settings.secretKey,
  allowPrivateUpstreams: settings.allowPrivateUpstreams,
  allowedOrigins: settings.allowedOrigins,
  dashboardOrigin: settings.dashboardOrigin,
  bounds: limitsFrom(process.env),
  ...(settings.hopUrl !== '' && { hopUrl: settings.hopUrl }),
  readEveryMs: settings.readToolsEveryMs,
  notices: { smtpUrl: settings.smtpUrl, mailFrom: settings.mailFrom },
}
const gateway = createGateway(config, createDeps(settings.databaseUrl, config, log))

let draining: Promise<void> | null = null
function drain(reason: string): void {
  if (draining) return
  log.info({ reason }, 'draining')
  draining = gateway.drain().finally(() => process.exit(0))
}
process.on('SIGTERM', () => drain('SIGTERM'))
process.on('SIGINT', () => drain('SIGINT'))
// The supervisor's end of the channel closes with the supervisor, however that ended.
process.on('disconnect', () => drain('the supervisor has gone'))

try {
  const port = await gateway.listen(settings.port, settings.host)
  log.info({ port, host: settings.host, appUrl: settings.appUrl }, 'the gateway listens')
} catch (error) {
  log.fatal({ err: error }, 'the gateway could not listen')
  process.exit(1)
}
