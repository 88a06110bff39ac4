// One message of a stream: read strictly, and judged by what it is.
import type { JsonObject } from '#lib/json/index.ts'
import {
  LIST_CHANGED,
  type McpRequest,
  type Reply,
  type RequestId,
  readReply,
  responseMessage,
} from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import type { Admitted } from '../steps/admit.ts'
import { freshGrounds, type Grounds } from '../steps/authenticate-grant.ts'
import { Trouble } from '../trouble.ts'
import { type Listening, passNews } from './listen.ts'
import { passNotification } from './notification.ts'
import { passQuestion } from './question.ts'
import { answers, outcomeOf, plainError, roundOf, type Settled } from './reply.ts'
import { viewReplayed, viewResult } from './view.ts'

/** The stream that a message stands in. */
export type Stream = {
  readonly admitted: Admitted
  /** What the stream answers; null for the standing stream of a session. */
  readonly request: McpRequest | null
  readonly listening: Listening | null
  /** Whether the answer names a session, which then has a stream for news. */
  readonly hasSession: boolean
  readonly gate: Gate
}
export type Written = {
  readonly message: JsonObject | null
  /** Set by the message that answers the request: the stream is over. */
  readonly outcome?: Settled['outcome']
}

/**
 * What goes down in place of one message.
 * @throws {Trouble} for what may not stand there
 * @throws {Fault} store-unavailable, or where the grant has ended
 */
export async function judge(text: string, stream: Stream): Promise<Written> {
  const { admitted, request, gate } = stream
  // The official server keeps a priming event as an empty message, and replays it as one.
  if (admitted.ask.kind !== 'message' && text === '{}') return { message: null }
  const reply = readReply(text)
  if (!reply) throw new Trouble('upstream-not-mcp')
  switch (reply.kind) {
    case 'notification':
      return { message: await judgeNotification(reply, stream) }
    case 'request':
      if (request?.era === 'modern') throw new Trouble('upstream-not-mcp')
      return { message: await passQuestion(reply, admitted, gate) }
    case 'error': {
      if (!request || isOfAnother(reply.id, stream)) return { message: plainError(reply.id, reply.error) }
      return { message: plainError(request.id, reply.error), outcome: 'protocol_error' }
    }
    case 'result':
      return judgeResult(reply, stream)
  }
}

async function judgeNotification(
  told: Extract<Reply, { kind: 'notification' }>,
  { admitted, request, listening, gate }: Stream,
): Promise<JsonObject | null> {
  if (told.method === LIST_CHANGED) gate.deps.onListChanged(admitted.grounds.facts)
  if (listening) return passNews(told, listening, admitted, gate)
  return passNotification(told, request?.era ?? 'legacy', admitted, gate)
}

async function judgeResult(reply: Extract<Reply, { kind: 'result' }>, stream: Stream): Promise<Written> {
  const { admitted, request, hasSession, gate } = stream
  // What is replayed may be hours old; the policy it passes is today's.
  const isReplay = admitted.ask.kind !== 'message'
  const grounds: Grounds = isReplay ? await freshGrounds(admitted.grounds, gate.deps) : admitted.grounds
  if (!request || isOfAnother(reply.id, stream)) {
    const result = await viewReplayed(reply.result, grounds, gate)
    return { message: responseMessage(reply.id, { result }) }
  }
  const result = await viewResult(request, reply.result, grounds, gate, {
    round: roundOf(admitted),
    hasSession,
    text: reply.text,
  })
  return { message: responseMessage(request.id, { result }), outcome: outcomeOf(result) }
}

/**
 * Whether an answer is to another request than the stream's. Some servers replay a whole session where one
 * stream was lost: that is passed, by its shape; anywhere else it is no answer.
 * @throws {Trouble} upstream-not-mcp
 */
function isOfAnother(id: RequestId | null, { admitted, request }: Stream): boolean {
  if (!request || answers(id, request)) return false
  if (admitted.ask.kind === 'message') throw new Trouble('upstream-not-mcp')
  return true
}
