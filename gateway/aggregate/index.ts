export { serveAggregate, serveAggregateSession } from './serve.ts'
