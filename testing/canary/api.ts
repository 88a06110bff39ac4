// The management API as a process of its own, with the log and the figures that the dashboard's process has.
import { serveApi } from '#lib/api/testing/serve.ts'
import { startDashboardMetrics } from '#lib/dashboard-metrics.ts'

await startDashboardMetrics()
const { origin } = await serveApi()
process.send?.({ origin })
process.on('disconnect', () => process.exit(0))
