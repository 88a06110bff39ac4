export {
  type EndReason,
  eventText,
  HEARTBEAT,
  isPosition,
  LIVE_TYPES,
  type LiveAttempt,
  type LiveCall,
  type LiveEvent,
  type LiveEventOf,
  type LiveNews,
  type LiveType,
  readEvent,
} from './events.ts'
