export { type ContactMessage, contactMailOf } from './contact.ts'
export { type Mail, mailOf, payloadOf, slackOf } from './formats.ts'
export {
  type ChannelKind,
  EVENT_KINDS,
  type EventDetail,
  type EventKind,
  type EventSeverity,
  type NewEvent,
  type Notice,
  SEVERITIES,
  TEST_KIND,
} from './kinds.ts'
export { type Letter, letterOf } from './letter.ts'
export { escapeHtml, inert, shown } from './shown.ts'
export { type Words, wordsOf } from './words.ts'
