// The figures of the dashboard's process, where the settings ask for them.
import { pool } from '#lib/data/client.ts'
import { isDatabaseReady } from '#lib/data/ready.ts'
import { startMetrics, watch } from '#lib/metrics/index.ts'
import { env } from './env.ts'
import { log } from './log.ts'

/** Begins to keep and serve them. Never throws: pages are served without figures, and the log says why there are none. */
export async function startDashboardMetrics(): Promise<void> {
  try {
    const served = await startMetrics('dashboard', env().metrics)
    if (!served) return
    watch('portcullis_ready', async () => [{ labels: {}, value: (await isDatabaseReady()) ? 1 : 0 }])
    watch('portcullis_database_connections', () => {
      const { totalCount, idleCount, waitingCount } = pool()
      return [
        { labels: { state: 'idle' }, value: idleCount },
        { labels: { state: 'in-use' }, value: totalCount - idleCount },
        { labels: { state: 'waiting' }, value: waitingCount },
      ]
    })
    log.info({ port: served.port }, 'figures are served at /metrics')
  } catch (error) {
    log.error({ err: error }, 'the dashboard cannot tell its figures')
  }
}
