// A gateway as a process of its own, to be killed: `tsx gateway/testing/gateway-process.ts <config as JSON>`.
// It writes its port as its first line, and drains on SIGTERM as main.ts does.
import { createLog } from '#lib/log.ts'
import type { Config } from '../config.ts'
import { createDeps } from '../deps.ts'
import { createGateway } from '../gateway.ts'

const { databaseUrl, ...given } = JSON.parse(process.argv[2] ?? '{}') as {
  databaseUrl: string
} & Partial<Config>
const config: Config = {
  appUrl: 'http://gateway.test',
  secretKey: Buffer.alloc(32, 7),
  allowPrivateUpstreams: true,
  dashboardOrigin: '',
  ...given,
}
const log = createLog({ write: (line) => void process.stderr.write(line) })
const gateway = createGateway(config, createDeps(databaseUrl, config, log))
process.on('SIGTERM', () => void gateway.drain().finally(() => process.exit(0)))
process.stdout.write(`${await gateway.listen(0, '127.0.0.1')}\n`)
