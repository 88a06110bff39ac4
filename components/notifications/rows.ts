// What the notifications section is given: plain values, and the actions that change them.
import type { ActionResult } from '#components/ui/action.ts'
import type { ChannelKind } from '#lib/messages/index.ts'

export type ChannelRow = {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly target: string
  readonly kinds: readonly string[]
  readonly least: string
  readonly isOn: boolean
  readonly offReason: string
  readonly failingSince: Date | null
}
export type DeliveryRow = {
  readonly id: string
  readonly channelName: string
  readonly title: string
  readonly severity: string
  readonly at: Date
  readonly status: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly nextAt: Date | null
  readonly error: string
  readonly excerpt: string
  readonly canReplay: boolean
}
export type EventRow = {
  readonly id: string
  readonly at: Date
  readonly title: string
  readonly sentence: string
  readonly severity: string
  readonly path: string
}
export type NewChannelInput = {
  readonly name: string
  readonly kind: ChannelKind
  readonly to: string
  readonly kinds: readonly string[]
  readonly least: string
}
export type ChannelActions = {
  readonly create: (input: NewChannelInput) => Promise<ActionResult<{ secret: string | null }>>
  readonly turn: (input: { channelId: string; isOn: boolean }) => Promise<ActionResult<null>>
  readonly remove: (input: { channelId: string }) => Promise<ActionResult<null>>
  readonly rotate: (input: { channelId: string }) => Promise<ActionResult<{ secret: string }>>
  readonly test: (input: { channelId: string }) => Promise<ActionResult<null>>
  readonly replay: (input: { deliveryId: string }) => Promise<ActionResult<null>>
}

export const CHANNEL_KINDS: Readonly<Record<ChannelKind, string>> = {
  email: 'E-mail',
  slack: 'Chat webhook',
  webhook: 'Signed webhook',
}

/** What each kind of event is called where one chooses among them. */
export const EVENT_NAMES: Readonly<Record<string, string>> = {
  'approval.asked': 'A call waits for approval',
  'approval.decided': 'A call was decided',
  'approval.escalated': 'A call still waits (second approver)',
  'server.unreachable': 'A server cannot be reached',
  'server.reachable': 'A server is back',
  'account.disconnected': 'A person’s account at a server ended',
  'tool.changed': 'A definition changed',
  'grant.revoked': 'A grant was revoked',
  'denials.spike': 'Many calls are refused',
  'limit.near': 'A limit is nearly used up',
  'grant.new_client': 'A grant has a new client',
  'stop.set': 'An emergency stop was set',
  'stop.lifted': 'An emergency stop was lifted',
}

/** What a channel is sent, in a few words. */
export function sentTo({ kinds, least }: Pick<ChannelRow, 'kinds' | 'least'>): string {
  const what = kinds.length === 0 ? 'Everything' : kinds.length === 1 ? 'One event' : `${kinds.length} events`
  return least === 'info' ? what : `${what}, ${least === 'warning' ? 'warning and up' : 'critical alone'}`
}
