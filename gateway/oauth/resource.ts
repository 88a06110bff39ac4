// What a token is for (RFC 8707): the address of one server, letter by letter. A slash at its end is overlooked, since
// people copy it.
import { oauthUrl } from '#lib/urls.ts'

/** The address as it stands in tokens. */
export function canonicalResource(resource: string): string {
  return resource.endsWith('/oauth/') ? resource.slice(0, -1) : resource
}

/** The id of the server that an address names, or null for any other address. */
export function serverOfResource(resource: string, appUrl: string): string | null {
  const serverId = /\/mcp\/(srv_[0-9a-z]{28})\/oauth$/.exec(resource)?.[1]
  return serverId !== undefined && oauthUrl(appUrl, serverId) === resource ? serverId : null
}
