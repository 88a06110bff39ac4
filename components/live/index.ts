export { useLive, useLiveConnection } from './live.ts'
export { NewsToasts } from './news-toasts.tsx'
export { openStream, type StreamState } from './stream.ts'
