// Asks one server something that makes up a part of an answer, along the straight line like every exchange, and waits
// for what comes of it. What is told on the way is of no use to whoever hears of many servers at once.
import { Fault, type FaultCode } from '#lib/fault.ts'
import { isJsonObject, type JsonObject, member, parseJson } from '#lib/json/index.ts'
import { boundsOf } from '../config.ts'
import type { Exchange } from '../http.ts'
import { serveRead, serveStream } from '../pipeline.ts'
import type { AskedStream } from '../steps/decide-stream.ts'
import type { Asked } from '../steps/read-asked.ts'
import { InnerExchange } from './inner.ts'
import type { Visit } from './visit.ts'

export type Answered =
  | { readonly kind: 'result'; readonly result: JsonObject; readonly sessionText: string | null }
  | { readonly kind: 'error'; readonly status: number; readonly error: JsonObject }
  /** A status with no message of JSON-RPC in it. */
  | { readonly kind: 'bare'; readonly status: number }
  /** No answer in time, or one that broke off. */
  | { readonly kind: 'silent' }

export const REPLY_BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }
// Said of one server alone; every other fault is the whole exchange's.
const OF_THE_SERVER: ReadonlySet<FaultCode> = new Set(['not-found', 'method-not-allowed', 'stopped'])

/** @throws {Fault} what is wrong with the grant, or with this gateway; nothing that is wrong with the server alone */
export function askServer(asked: Asked, serverId: string, visit: Visit): Promise<Answered> {
  const { token, gate } = visit
  return collect(visit, (inner) => serveRead(asked, token, serverId, inner, gate))
}

/** The same for the end of a session with one server. */
export function askStream(asked: AskedStream, serverId: string, visit: Visit): Promise<Answered> {
  const { token, gate } = visit
  return collect(visit, (inner) => serveStream(asked, token, serverId, inner, gate))
}

async function collect(visit: Visit, line: (inner: Exchange) => Promise<void>): Promise<Answered> {
  const bounds = boundsOf(visit.gate.config)
  let answered: Answered = { kind: 'silent' }
  let sessionText: string | null = null
  const note = (headers: ReadonlyMap<string, string>) => {
    sessionText = headers.get('mcp-session-id') ?? null
  }
  const inner = new InnerExchange(
    visit.exchange,
    {
      open: note,
      event: async (event) => {
        if (event.kind === 'event' && event.data)
          answered = answerIn(event.data, 200, sessionText) ?? answered
        return true
      },
      whole: (status, headers, text) => {
        note(headers)
        answered = (text === '' ? null : answerIn(text, status, sessionText)) ?? { kind: 'bare', status }
      },
      end: () => {},
      broken: () => {},
    },
    bounds.maxAnswerBytes * 2,
  )
  const patience = setTimeout(() => inner.leave(), bounds.partPatienceMs)
  try {
    await inner.run(line)
  } catch (error) {
    if (!(error instanceof Fault) || !OF_THE_SERVER.has(error.code)) throw error
    return { kind: 'bare', status: error.status }
  } finally {
    clearTimeout(patience)
  }
  return answered
}

// Null for what answers nothing: a notification, a request of the server.
function answerIn(text: string, status: number, sessionText: string | null): Answered | null {
  const message = parseJson(text, REPLY_BOUNDS)
  if (!isJsonObject(message)) return null
  const result = member(message, 'result')
  if (isJsonObject(result)) return { kind: 'result', result, sessionText }
  const error = member(message, 'error')
  return isJsonObject(error) ? { kind: 'error', status, error } : null
}
