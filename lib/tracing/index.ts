export { TRACING_VARIABLES } from './settings.ts'
export type { Span, TraceContext, Tracer, Tracing } from './span.ts'
export { startTracing } from './start.ts'
