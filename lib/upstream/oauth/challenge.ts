// `WWW-Authenticate: Bearer …` (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1): where the server says its sign-in is.

export type Challenge = {
  /** The address of the server's metadata, as it stands there; to be checked. */
  readonly resourceMetadata: string | null
  readonly scope: string | null
  readonly error: string | null
}

const PARAMETER = /([a-z_-]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^\s",]{1,2000}))/gi
// A scheme begins the header or follows a comma, and is followed by a parameter, by another scheme or by nothing.
const BEARER = /(?:^|,)\s*Bearer(?=\s|,|$)/i
const NEXT_SCHEME = /,\s*[a-z][a-z0-9-]*\s+[a-z_-]+\s*=/i

/** The bearer challenge of a header, or null where there is none. */
export function readChallenge(header: string | undefined): Challenge | null {
  const at = header === undefined ? null : BEARER.exec(header)
  if (header === undefined || !at) return null
  const rest = header.slice(at.index + at[0].length)
  const other = NEXT_SCHEME.exec(rest)
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, plain = ''] of rest.slice(0, other?.index).matchAll(PARAMETER)) {
    const key = name.toLowerCase()
    // The first of two that bear one name counts, as with the first scheme.
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain)
  }
  return {
    resourceMetadata: parameters.get('resource_metadata') ?? null,
    scope: parameters.get('scope') ?? null,
    error: parameters.get('error') ?? null,
  }
}

// RFC 6749 §3.3
const SCOPES = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** What a server that answers 403 would have to be given for it (RFC 6750 §3.1); null where it does not say. */
export function readScopeWanted(header: string | undefined): string | null {
  const challenge = readChallenge(header)
  if (challenge?.error !== 'insufficient_scope' || challenge.scope === null) return null
  return challenge.scope.length <= 1000 && SCOPES.test(challenge.scope) ? challenge.scope : null
}
