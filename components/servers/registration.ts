// The lines that the registration stream sends, one JSON object each.
import type { RiskEvidence, RiskLevel } from '#components/risk-badge.tsx'
import { type FaultView, NO_ANSWER } from '#components/ui/action.ts'
import { responseLines } from '#components/ui/response-lines.ts'

export type ReadTool = {
  readonly name: string
  readonly description: string
  readonly category: string
  readonly severity: RiskLevel
  readonly evidence: readonly RiskEvidence[]
}
export type RegistrationLine =
  | { readonly type: 'connecting' }
  | { readonly type: 'connected'; readonly protocol: string; readonly serverInfo: unknown }
  | ({ readonly type: 'tool' } & ReadTool)
  | {
      readonly type: 'registered'
      readonly server: { readonly id: string; readonly name: string; readonly tools: number }
    }
  | { readonly type: 'fault'; readonly fault: FaultView }

export type RegistrationInput = { name: string; url: string; headers: Record<string, string>; trial?: string }

/**
 * Registers a server and yields what happens on the way. It always ends with `registered` or
 * `fault`: a stream that breaks off is a fault too.
 */
export async function* register(
  address: string,
  input: RegistrationInput,
  signal: AbortSignal,
): AsyncGenerator<RegistrationLine> {
  let last: RegistrationLine['type'] | null = null
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal,
    })
    for await (const line of responseLines(response)) {
      const event = JSON.parse(line) as RegistrationLine
      last = event.type
      yield event
    }
  } catch {
    // Said below, in one place with the stream that just stops.
  }
  if (last !== 'registered' && last !== 'fault') yield { type: 'fault', fault: NO_ANSWER }
}
