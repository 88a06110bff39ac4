export { count, countMany, isMetered, observe, watch } from './meter.ts'
export { METRICS, type MetricName } from './names.ts'
export type { Place, Served } from './serve.ts'
export { startMetrics } from './start.ts'
