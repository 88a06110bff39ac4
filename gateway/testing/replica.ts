// One more gateway over a harness's database, as another machine would run it.
import { createLog } from '#lib/log.ts'
import type { Config } from '../config.ts'
import { createDeps, type Deps } from '../deps.ts'
import { createGateway } from '../gateway.ts'
import type { Harness } from './harness.ts'

export type Replica = {
  readonly origin: string
  readonly deps: Deps
  readonly logged: string[]
  close(): Promise<void>
}

/** Starts a replica on a free port of the loopback interface. */
export async function startReplica(
  { databaseUrl }: Pick<Harness, 'databaseUrl'>,
  overrides: Partial<Config> = {},
): Promise<Replica> {
  const logged: string[] = []
  const config: Config = {
    appUrl: 'http://gateway.test',
    secretKey: Buffer.alloc(32, 7),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
    ...overrides,
    bounds: { streamCheckMs: 50, drainMs: 500, ...overrides.bounds },
  }
  const deps = createDeps(databaseUrl, config, createLog({ write: (line) => void logged.push(line) }))
  const gateway = createGateway(config, deps)
  const origin = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`
  let drained: Promise<void> | null = null
  return {
    origin,
    deps,
    logged,
    close: () => {
      drained ??= gateway.drain()
      return drained
    },
  }
}
