// Where a client says that its request belongs to a trace of its own: in `_meta`, as MCP has it, or in the headers, as
// HTTP has it; and where an upstream is told of ours. What goes up is written from our span, never copied.
import { isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { TraceContext } from '#lib/tracing/index.ts'
import { type Exchange, headersOf } from './http.ts'
import type { Asked } from './steps/read-asked.ts'

type Said = Partial<TraceContext>
const NOTHING: Said = {}

/** What the client says: `_meta` names the parent, and headers that say something else beside it are a link. */
export function saidOf(asked: Asked, exchange: Exchange): { readonly parent: Said; readonly also?: Said } {
  const inHeaders = contextIn((name) => {
    const values = headersOf(exchange, name)
    // Two are none: nobody knows which of them is meant.
    return values.length === 1 ? values[0] : undefined
  })
  const meta =
    asked.kind === 'message' && asked.message.kind === 'request'
      ? member(asked.message.params, '_meta')
      : undefined
  const inMeta = isJsonObject(meta) ? contextIn((name) => member(meta, name)) : NOTHING
  if (inMeta.traceparent === undefined) return { parent: inHeaders }
  return inHeaders.traceparent === undefined ? { parent: inMeta } : { parent: inMeta, also: inHeaders }
}

/** Params of a request to a server whose `_meta` names our span, and no other. */
export function withTrace(params: JsonObject, { traceparent, tracestate }: TraceContext): JsonObject {
  const meta = member(params, '_meta')
  const kept = isJsonObject(meta) ? Object.entries(meta).filter(([key]) => !OWN.has(key)) : []
  const own = jsonObject([...kept, ['traceparent', traceparent]])
  if (tracestate !== undefined) own.tracestate = tracestate
  params._meta = own
  return params
}

/** The same as headers. */
export function traceHeaders({ traceparent, tracestate }: TraceContext): Record<string, string> {
  return { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

// Baggage is a client's word to everybody behind us: it does not pass once we speak for ourselves.
const OWN = new Set(['traceparent', 'tracestate', 'baggage'])

function contextIn(read: (name: string) => unknown): Said {
  const [traceparent, tracestate] = [read('traceparent'), read('tracestate')]
  if (typeof traceparent !== 'string') return NOTHING
  return { traceparent, ...(typeof tracestate === 'string' && { tracestate }) }
}
