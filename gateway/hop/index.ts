export { createHop, type Handler, type Hold, type Hop, type HopTimes, NotHeld } from './hop.ts'
export type { Pass } from './wire.ts'
