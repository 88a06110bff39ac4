export { type Connectors, type ConnectorTimes, createConnectors } from './connectors.ts'
export { throughConnector } from './reach.ts'
