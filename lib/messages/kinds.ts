// What people can be told of. note_event knows the same kinds and weighs them (0011_notices).

export const SEVERITIES = ['info', 'warning', 'critical'] as const
/** Each weighs more than the ones before it. */
export type EventSeverity = (typeof SEVERITIES)[number]

/** Every kind of event that a channel can ask for, with its weight. */
export const EVENT_KINDS = {
  'approval.asked': 'warning',
  'approval.decided': 'info',
  'approval.escalated': 'critical',
  'server.unreachable': 'critical',
  'server.reachable': 'info',
  'account.disconnected': 'warning',
  'tool.changed': 'warning',
  'grant.revoked': 'info',
  'denials.spike': 'warning',
  'limit.near': 'warning',
  'grant.new_client': 'warning',
  'stop.set': 'critical',
  'stop.lifted': 'critical',
} as const satisfies Record<string, EventSeverity>
export type EventKind = keyof typeof EVENT_KINDS

/** Sent to one channel because a person asked whether it works. */
export const TEST_KIND = 'channel.test'

export type ChannelKind = 'email' | 'slack' | 'webhook'

/** Plain JSON values; names and figures, never a secret or the value of an argument. */
export type EventDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** What happened: `subject` is the id of what it is about. */
export type NewEvent = {
  readonly organisationId: string
  readonly kind: EventKind
  readonly subject: string
  readonly detail: EventDetail
  /** Where it weighs more or less than its kind does. */
  readonly severity?: EventSeverity
}

/** An event as it was written down. `at` is ISO 8601. */
export type Notice = {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly severity: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly organisation: { readonly id: string; readonly name: string }
}
