// What goes wrong between a gateway and a connector.
import { Fault } from '#lib/fault.ts'

/** A child that takes nothing more: nothing was sent. */
export function childBusy(): Fault {
  return new Fault('upstream-busy', 'The server is given more than it takes. Try again in a moment.', {
    data: { handedOver: false },
  })
}

export function unreadable(): Fault {
  return new Fault('upstream-not-mcp', 'The server wrote a line that is no JSON-RPC message.', {
    data: { handedOver: true },
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
    'upstream-busy',
    'This server has as many sessions as its connector takes. Close a client, then try again.',
    { data: { handedOver: false } },
  )
}

export function sessionOver(): Fault {
  return new Fault('upstream-ended', 'The session was ended.', { data: { handedOver: true } })
}
