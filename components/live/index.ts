export { useLive, useLiveConnection } from './live.ts'
export { openStream, type StreamState } from './stream.ts'
