// What is so at this moment in a gateway, for who asks.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { isReady } from '#lib/data/admission/index.ts'
import { watch } from '#lib/metrics/index.ts'
import type { Deps } from './deps.ts'

/** @param passed connections that another process accepted */
export function watchGauges(
  { pool, held, outcomes }: Deps,
  server: Server,
  passed: ReadonlySet<Socket>,
): void {
  const one = (value: number) => [{ labels: {}, value }]
  watch('portcullis_calls_under_way', () => one(outcomes.underWay.count()))
  watch('portcullis_calls_held', () => one(held.count()))
  watch('portcullis_connections', async () => one((await connectionsOf(server)) + passed.size))
  watch('portcullis_ready', async () => one((await isReady(pool)) ? 1 : 0))
  watch('portcullis_database_connections', () => {
    const { totalCount, idleCount, waitingCount } = pool
    return [
      { labels: { state: 'idle' }, value: idleCount },
      { labels: { state: 'in-use' }, value: totalCount - idleCount },
      { labels: { state: 'waiting' }, value: waitingCount },
    ]
  })
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))
}
