// One of several gateways behind one port: the supervisor accepts, and passes connections on to us.
import { Socket } from 'node:net'
import type { Gateway } from './gateway.ts'

/** Says that we take connections, and takes them. The supervisor keeps its end until we say that one arrived. */
export function takeConnections(gateway: Gateway): void {
  process.on('message', (message, socket) => {
    if (typeof message !== 'object' || message === null || !('connection' in message)) return
    // Without one the client has gone meanwhile.
    if (socket instanceof Socket) gateway.accept(socket)
    tell({ taken: message.connection })
  })
  tell({ taking: true })
}

// A supervisor that has just gone is heard of by `disconnect`.
function tell(message: object): void {
  process.send?.(message, undefined, {}, () => {})
}
