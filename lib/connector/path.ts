// Where a connector dials.

/** The WebSocket subprotocol: another major version would be another name. */
export const CONNECT_PROTOCOL = 'portcullis.connect.v1'

export function connectPath(serverId: string): string {
  return `/connect/${serverId}`
}

/** The server that a path names, or null. The path is compared as it came. */
export function serverOfPath(path: string): string | null {
  return /^\/connect\/(srv_[0-9a-z]{28})$/.exec(path)?.[1] ?? null
}
