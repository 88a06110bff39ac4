// The WebSocket as both ends use it: no compression (a tunnel of JSON would pay memory for each connection),
// and nothing larger than one frame of ours.
import { WebSocketServer } from 'ws'
import { CONNECT_PROTOCOL } from './path.ts'

/** A frame's head and the largest piece of a line. */
export const MAX_FRAME_BYTES = 33 * 1024

export function createWebSocketServer(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (protocols) => (protocols.has(CONNECT_PROTOCOL) ? CONNECT_PROTOCOL : false),
  })
}
