export {
  MOST_CALLS,
  type ReplayInput,
  type ReplayRange,
  type ReplayStep,
  type ReplaySummary,
  replayDraft,
} from './replay.ts'
