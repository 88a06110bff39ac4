// What the dashboard's process does besides answering, begun with it. Next waits for this function before it serves,
// so nothing in it is waited for.
import { join } from 'node:path'

export function register(): void {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  void import('#lib/dashboard-metrics.ts').then(({ startDashboardMetrics }) => startDashboardMetrics())
  void import('#lib/catalogue-import/index.ts').then(({ loadSeed }) => loadSeed(join(process.cwd(), 'seed')))
}
