// The state of a connector as the browser reads it again and again.
import type { RiskLevel } from '#components/risk-badge.tsx'

export type ConnectorView = {
  readonly state: 'waiting' | 'connected' | 'disconnected'
  /** An instant: since when it is connected, or until when it was. */
  readonly since: string | Date | null
  readonly host: string
  readonly command: string
  readonly sessions: number
}
export type ConnectorNews = {
  readonly connector: ConnectorView
  readonly status: string
  readonly statusMessage: string
  /** When its tools were read for the last time, well or not. */
  readonly checkedAt: string | null
  readonly tools: readonly {
    readonly name: string
    readonly category: string
    readonly severity: RiskLevel
  }[]
}
