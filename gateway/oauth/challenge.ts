// What a client is told that comes without a token that is good here: where it can sign in (RFC 6750, RFC 9728).
import type { Fault } from '#lib/fault.ts'
import { resourceMetadataUrl, SCOPE } from './metadata.ts'

/** The value of `WWW-Authenticate` for a 401 at a server's address for clients that sign in. */
export function challenge(appUrl: string, serverId: string, { code }: Fault): string {
  const where = `Bearer resource_metadata="${resourceMetadataUrl(appUrl, serverId)}", scope="${SCOPE}"`
  return code === 'grant-missing' ? where : `${where}, error="invalid_token"`
}
