// What turns a conversation on one channel (a child's pipes, an old server's event stream) into the
// exchanges of Streamable HTTP.
export { Answer, type AnswerOptions } from './answer.ts'
export { Backlog } from './backlog.ts'
export { keyOf, type Line, readLine, valueAt, withValue } from './line.ts'
export { answerFor, type Pending } from './pending.ts'
export { emptySent, errorSent, legacyOnly } from './replies.ts'
