export { type LiveTapOptions, type RunningLiveTap, startLiveTap } from './start.ts'
