// What one attempt can come to, before it is decided whether there is another.
export type Attempt = {
  readonly isDelivered: boolean
  readonly responseStatus: number | null
  /** A sentence; '' where it was delivered. */
  readonly error: string
  readonly excerpt: string
  /** No attempt can succeed any more: what the channel's people read. */
  readonly turnOff?: string
  /** Nothing is wrong with the channel, but this one will not come: no further attempt. */
  readonly isFinal?: boolean
  readonly wishedMs?: number
}

export function failed(error: string, more: Partial<Attempt> = {}): Attempt {
  return { isDelivered: false, responseStatus: null, error, excerpt: '', ...more }
}
