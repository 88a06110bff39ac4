// How people are told, and what became of it.
import type { ChannelKind, EventSeverity } from '#lib/messages/index.ts'

/** Where people are told. `target` is shown: an address, or the host of a URL that nobody sees again. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly target: string
  /** Of events; none means every kind. */
  readonly kinds: readonly string[]
  readonly least: EventSeverity
  readonly isOn: boolean
  /** Why it was turned off, where nobody did it. */
  readonly offReason: string
  /** Since when nothing has reached it. */
  readonly failingSince: Date | null
  readonly createdAt: Date
}

/** Something that people are told of. */
export type NoticedEvent = {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly severity: EventSeverity
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** An event on its way to a channel. `nextAt` is null once it is over. */
export type Delivery = {
  readonly id: string
  readonly channelId: string
  readonly channelName: string
  readonly event: NoticedEvent
  readonly status: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly triedAt: Date | null
  readonly nextAt: Date | null
  readonly responseStatus: number | null
  readonly error: string
  readonly excerpt: string
}
