// What this gateway says itself on a stream that brings news: that the tools which the client sees may
// have changed, because of a policy or of what a person accepted. The server knows nothing of it.
import { member } from '#lib/json/index.ts'
import { allowedSubscriptions, asksFor } from '#lib/mcp/index.ts'
import type { Admitted } from '../steps/admit.ts'

export type News = {
  /** There is news; kept for the one who listens later. */
  ring(): void
  /** Calls `tell` for each ring, and at once where one came before. */
  listen(tell: () => void): void
}

/** True for a legacy session's standing stream, and for a subscription to changes of the tools. */
export function wantsNews({ ask }: Admitted): boolean {
  if (ask.kind === 'open-stream') return !ask.place?.request
  if (ask.kind !== 'message' || ask.message.kind !== 'request') return false
  const { method, params } = ask.message
  if (method !== 'subscriptions/listen') return false
  return asksFor(
    allowedSubscriptions(member(params, 'notifications'), () => false),
    'toolsListChanged',
  )
}

export function createNews(): News {
  let hasRung = false
  let tell: (() => void) | null = null
  return {
    ring() {
      if (tell) tell()
      else hasRung = true
    },
    listen(next) {
      tell = next
      if (hasRung) next()
      hasRung = false
    },
  }
}
