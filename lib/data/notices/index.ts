export {
  EVENT_KINDS,
  type EventDetail,
  type EventKind,
  type EventSeverity,
  type NewEvent,
  SEVERITIES,
  TEST_KIND,
} from './kinds.ts'
export { note, noteWith } from './note.ts'
