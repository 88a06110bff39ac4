// The lines that the beginning of a trial sends, one JSON object each.
import type { ReadTool } from '#components/servers/registration.ts'
import { type FaultView, NO_ANSWER } from '#components/ui/action.ts'
import { responseLines } from '#components/ui/response-lines.ts'
import type { Tried } from './pasted.ts'

export type BeginLine =
  | { readonly type: 'connecting'; readonly host: string }
  | { readonly type: 'connected'; readonly protocol: string }
  | ({ readonly type: 'tool' } & ReadTool)
  | { readonly type: 'kept'; readonly id: string }
  | { readonly type: 'fault'; readonly fault: FaultView }

/** Begins a trial and yields what happens on the way; the last line is `kept` or `fault`. */
export async function* begin(tried: Tried, signal: AbortSignal): AsyncGenerator<BeginLine> {
  let last: BeginLine['type'] | null = null
  try {
    const response = await fetch('/try/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(tried),
      signal,
    })
    for await (const line of responseLines(response)) {
      const event = JSON.parse(line) as BeginLine
      last = event.type
      yield event
    }
  } catch {
    // Said below, in one place with the stream that just stops.
  }
  if (last !== 'kept' && last !== 'fault') yield { type: 'fault', fault: NO_ANSWER }
}
