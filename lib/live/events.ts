// What an open page is told as it happens, and how it is written on the wire (text/event-stream). The feed
// writes these events and the browser reads them back: one list of kinds for both.

/** A call as a row shows it. Times are ISO 8601; `at` with microseconds, by which rows are told apart. */
export type LiveCall = {
  readonly id: string
  readonly at: string
  readonly serverId: string
  readonly serverName: string
  readonly grantId: string
  readonly grantLabel: string
  readonly method: string
  readonly tool: string
  /** Of the tool as it is when this is told; null where it is not known. */
  readonly risk: {
    readonly category: string
    readonly severity: 'Low' | 'Medium' | 'High' | 'Critical'
    /** The organisation set it, in place of the class that the definition has. */
    readonly isSet: boolean
  } | null
  readonly decision: 'allow' | 'deny' | 'await'
  readonly rule: string
  readonly reason: string
  readonly outcome: string
  readonly latencyMs: number | null
  readonly policyId: string | null
  readonly policyVersion: number | null
  readonly repeats: number
  readonly lastAt: string | null
}

/** Something that people are told of, in the words of `lib/messages`. */
export type LiveNews = {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly severity: string
  /** The id of what it is about. */
  readonly subject: string
  readonly title: string
  readonly sentence: string
  /** A path of the dashboard. */
  readonly path: string
}

/** What the gateway saw of a client that comes in, or that does not: equal ones are one, counted. */
export type LiveAttempt = {
  readonly id: string
  /** '' where it named none that exists. */
  readonly serverId: string
  /** '' where it showed no token that was ever this organisation's. */
  readonly grantId: string
  readonly stage: 'connected' | 'listed' | 'refused'
  /** Of what was refused: a code of lib/doctor; else ''. */
  readonly code: string
  /** What the client calls itself; '' where it says nothing. */
  readonly client: string
  readonly times: number
  /** ISO 8601. */
  readonly firstAt: string
  readonly lastAt: string
}

export type LiveEvent =
  /** Everything until the position of the page was told; what follows is live. */
  | { readonly type: 'ready' }
  /** New calls and calls that changed, newest first: an id that was told before is that row, changed. */
  | { readonly type: 'calls'; readonly calls: readonly LiveCall[] }
  /** More happened than is told: some calls are in the history only. */
  | { readonly type: 'gap' }
  /** How many calls wait for a person now. */
  | { readonly type: 'waiting'; readonly count: number }
  | { readonly type: 'news'; readonly news: LiveNews }
  /** New attempts of clients, and attempts that were made again: an id that was told before is that one. */
  | { readonly type: 'attempts'; readonly attempts: readonly LiveAttempt[] }
  /** The stream is over, and coming back at once is of no use. */
  | { readonly type: 'end'; readonly reason: EndReason }

/** `session`: signed out, or no member any more, or in another role · `crowded`: the person has newer streams */
export type EndReason = 'session' | 'crowded'
export type LiveType = LiveEvent['type']
export type LiveEventOf<Type extends LiveType> = Extract<LiveEvent, { type: Type }>

export const LIVE_TYPES = [
  'ready',
  'calls',
  'gap',
  'waiting',
  'news',
  'attempts',
  'end',
] as const satisfies LiveType[]

/** Sent where nothing else was for a while, so that nobody between takes the stream for dead. */
export const HEARTBEAT = ': still here\n\n'

/** @param position what the browser says as Last-Event-ID when it comes back; null keeps the one before */
export function eventText({ type, ...rest }: LiveEvent, position: string | null): string {
  const id = position === null ? '' : `id: ${position}\n`
  // JSON has no line break outside of its strings, and none in them unescaped: one event, one line.
  return `${id}event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`
}

/** An event as EventSource gives it. @returns null for a text that no feed of this release wrote */
export function readEvent(type: LiveType, text: string): LiveEvent | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? ({ ...value, type } as LiveEvent) : null
  } catch {
    return null
  }
}

const POSITION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

/** Whether a text is a position of a feed: an instant of the database's clock, with microseconds. */
export function isPosition(text: string): boolean {
  return POSITION.test(text) && !Number.isNaN(Date.parse(text))
}
