// The lines that the registration stream sends, one JSON object each.
import type { RiskEvidence, RiskLevel } from '#components/risk-badge.tsx'
import { type FaultLine, toldByLines } from '#components/ui/told-by-lines.ts'

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
  | FaultLine

export type RegistrationInput = { name: string; url: string; headers: Record<string, string>; trial?: string }

/**
 * Registers a server and yields what happens on the way. It always ends with `registered` or
 * `fault`: a stream that breaks off is a fault too.
 */
export function register(
  address: string,
  input: RegistrationInput,
  signal: AbortSignal,
): AsyncGenerator<RegistrationLine> {
  return toldByLines<RegistrationLine>(address, input, 'registered', signal)
}
