// Why a tunnel was closed, as WebSocket close codes. Whether to come back depends on it.

export const CLOSE = {
  /** Said by the one who goes: the connector was stopped. */
  done: 1000,
  /** The gateway drains: come back at once, another replica may answer. */
  restarting: 1012,
  /** A newer connector of the same server has taken over. */
  replaced: 4000,
  /** The key was rotated, or the server was deleted. */
  keyEnded: 4001,
  /** A frame that none of us writes. */
  protocol: 4002,
  /** The gateway could not take the tunnel just now. */
  unavailable: 4003,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]
