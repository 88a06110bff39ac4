// The lines that the beginning of a trial sends, one JSON object each.
import type { ReadTool } from '#components/servers/registration.ts'
import { type FaultLine, toldByLines } from '#components/ui/told-by-lines.ts'
import type { Tried } from './pasted.ts'

export type BeginLine =
  | { readonly type: 'connecting'; readonly host: string }
  | { readonly type: 'connected'; readonly protocol: string }
  | ({ readonly type: 'tool' } & ReadTool)
  | { readonly type: 'kept'; readonly id: string }
  | FaultLine

/** Begins a trial and yields what happens on the way; the last line is `kept` or `fault`. */
export function begin(tried: Tried, signal: AbortSignal): AsyncGenerator<BeginLine> {
  return toldByLines<BeginLine>('/try/start', tried, 'kept', signal)
}
