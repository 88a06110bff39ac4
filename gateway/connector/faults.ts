// What goes wrong between a gateway and a connector.
import { Fault } from '#lib/fault.ts'

const SENTENCES = {
  busy: 'The server is given more than it takes. Try again in a moment.',
  unreadable: 'The server wrote a line that is no JSON-RPC message.',
} as const

/** A server on stdio that does not behave as one. */
export function notMcp(why: keyof typeof SENTENCES): Fault {
  return new Fault(why === 'busy' ? 'upstream-slow' : 'upstream-not-mcp', SENTENCES[why], {
    data: { handedOver: why !== 'busy' },
  })
}

/** No connector: nothing was sent. */
export function connectorAway(): Fault {
  return new Fault(
    'upstream-away',
    'The connector of this server is not connected. Start it on its machine, then try again.',
    { data: { handedOver: false } },
  )
}

export function tooManySessions(): Fault {
  return new Fault(
    'upstream-slow',
    'This server has as many sessions as its connector takes. Close a client, then try again.',
    { data: { handedOver: false } },
  )
}

export function sessionOver(): Fault {
  return new Fault('upstream-ended', 'The session was ended.', { data: { handedOver: true } })
}
